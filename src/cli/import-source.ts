import { randomUUID } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { CountersignError } from "../errors/countersign-error.ts";
import type { ImportFormat } from "./import-rows.ts";

/** What is imported, which is read twice: once to check it, once to write. */
export interface ImportSource {
  /** As far as it can be told by looking; undefined if somebody has to say it. */
  readonly format: ImportFormat | undefined;
  /** From its beginning. */
  open(): Readable;
  close(): Promise<void>;
}

/** A file, whose format is told by its ending. Throws `command.failed` unless it can be read twice. */
export const fileSource = (path: string): ImportSource => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) {
    throw new CountersignError(
      "command.failed",
      stat === undefined
        ? `There is no file ${path}.`
        : `${path} is no file, and it has to be read twice: all rows are checked before any is written. A pipe goes into \`user import -\`.`,
    );
  }
  const isJson = /\.(?:jsonl|ndjson)$/i.test(path);
  return {
    format: /\.csv$/i.test(path) ? "csv" : isJson ? "jsonl" : undefined,
    open: () => createReadStream(path),
    async close() {},
  };
};

/** Before the first row there may be a byte order mark and blank lines. In bytes. */
const BEGINNING = 1_024;

/**
 * Standard input, which can be read but once, kept meanwhile: in a temporary file, private, that has no name any
 * more once it is open. So the hashes in it are gone with this process, however that ends. A first row that begins
 * with a brace is one of JSON lines. Rejects with `command.failed` where it cannot be kept.
 */
export const keptInput = async (
  input: Readable,
  folder: string = tmpdir(),
): Promise<ImportSource> => {
  try {
    const file = await namelessFile(folder);
    try {
      await file.writeFile(input);
      const format = await formatOf(file);
      return {
        format,
        open: () => file.createReadStream({ start: 0, autoClose: false }),
        close: () => file.close(),
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new CountersignError(
      "command.failed",
      `Standard input has to be read twice, and cannot be kept in ${folder} (${code}). Nothing was imported.`,
    );
  }
};

const namelessFile = async (folder: string): Promise<FileHandle> => {
  const path = join(folder, `countersign-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  await unlink(path);
  return file;
};

const formatOf = async (file: FileHandle): Promise<ImportFormat> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
  const text = buffer.toString("utf8", 0, bytesRead);
  return /^\ufeff?\s*\{/.test(text) ? "jsonl" : "csv";
};
