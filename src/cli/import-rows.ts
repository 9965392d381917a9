import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { ImportRow } from "../account/imported-user.ts";
import { isImportField } from "../account/read-imported-user.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { asJson } from "./print.ts";

export type ImportFormat = "csv" | "jsonl";

/** In characters: neither a line without an end nor a quote that is never closed must read the whole file into memory. */
const LONGEST_RECORD = 65_536;

/** The rows of a file, each with its line, as they are read. */
export const rowsOf = (file: Readable, format: ImportFormat): AsyncIterable<ImportRow> =>
  format === "csv" ? csvRows(file) : jsonRows(file);

const jsonRows = async function* (file: Readable): AsyncIterable<ImportRow> {
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    const json = line === 1 ? text.replace(/^\ufeff/, "") : text;
    if (json.trim() !== "") yield { line, fields: fieldsOf(json) };
  }
};

/** Not by `node:readline`: to it U+2028 ends a line, which JSON has in its texts, and one of any length goes into memory. */
const linesOf = async function* (file: Readable): AsyncIterable<string> {
  let rest = "";
  let line = 1;
  for await (const chunk of file.setEncoding("utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
    line += lines.length;
    if (rest.length > LONGEST_RECORD) throw tooLong(line);
  }
  if (rest !== "") yield rest;
};

const tooLong = (line: number): CountersignError =>
  new CountersignError(
    "command.failed",
    `Line ${line} is longer than ${LONGEST_RECORD} characters: JSON lines have one user each. Nothing was imported.`,
  );

const fieldsOf = (json: string): ImportRow["fields"] => {
  try {
    const value: unknown = JSON.parse(json);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    // A name that stands twice leaves strings over: `JSON.parse` took the last without a word.
    const isWhole = stringsIn(json) === stringsIn(JSON.stringify(value));
    return isRecord && isWhole ? (value as ImportRow["fields"]) : undefined;
  } catch {
    return undefined;
  }
};

const stringsIn = (json: string): number => json.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0;

/** The first row names the fields (RFC 4180). */
const csvRows = async function* (file: Readable): AsyncIterable<ImportRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  file.on("error", (error) => parser.destroy(error));
  let header: readonly string[] | undefined;
  let line = 0;
  try {
    for await (const { record, info } of file.pipe(parser) as AsyncIterable<CsvRecord>) {
      line = info.lines;
      if (header === undefined) header = headerOf(record);
      else yield { line, fields: named(header, record) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CountersignError(
      "command.failed",
      `After line ${line} this is no CSV any more (${error.code}). Nothing was imported.`,
    );
  } finally {
    file.destroy();
  }
};

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Every row would have the fault of a field that is not ours. */
const headerOf = (names: readonly string[]): readonly string[] => {
  const faults = names.filter((name, at) => !isImportField(name) || names.indexOf(name) < at);
  if (faults.length === 0) return names;
  throw new CountersignError(
    "command.failed",
    `Line 1 has to name the columns, each once, and we do not know ${faults.map((name) => asJson(name.slice(0, 64))).join(", ")}; \`countersign user import --help\` names them.`,
  );
};

const named = (header: readonly string[], record: readonly string[]): ImportRow["fields"] =>
  record.length === header.length
    ? Object.fromEntries(header.map((name, at) => [name, record[at]]))
    : undefined;
