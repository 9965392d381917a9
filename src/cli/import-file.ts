import type { Readable } from "node:stream";
import {
  checkImport,
  type ImportParts,
  type ImportTelling,
  writeImport,
} from "../account/import-users.ts";
import type { Storage } from "../assembly/open-storage.ts";
import { openSeenTexts } from "../database/seen-texts.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import type { ImportReport } from "./import-report.ts";
import { type ImportFormat, rowsOf } from "./import-rows.ts";
import { reasonOf } from "./import-words.ts";
import { operatorCause } from "./operator-cause.ts";
import { counted, endProgress, progress } from "./print.ts";

export interface ImportFile {
  /** From its beginning, each time. */
  readonly open: () => Readable;
  readonly format: ImportFormat;
  /** Check and write nothing. */
  readonly isDry: boolean;
}

/**
 * Checks every row of a file and, unless it is dry, writes them. Rejects with `command.failed` if a row is to be
 * mended, and then nothing was written; or if it was interrupted, and then whole batches were.
 */
export const importFile = async (
  { accounts, passwords }: Storage,
  { open, format, isDry }: ImportFile,
  report: ImportReport,
): Promise<void> => {
  const parts: ImportParts = {
    accounts,
    recognises: passwords.recognises,
    now: Date.now(),
    note: { name: "accountImported", ...operatorCause() },
  };
  const rows = () => rowsOf(open(), format);
  const found = await check(rows(), parts, report.fault);
  if (found.faulty > 0) {
    await report.end(undefined, { ...found, imported: 0 });
    const rows = `${found.faulty} of ${counted(found.read, "row")}`;
    throw new CountersignError("command.failed", `Nothing was imported: ${rows} to mend.`);
  }
  if (isDry) {
    return report.end(`${summary(found.fresh, found.there)} would be imported.`, {
      ...found,
      imported: 0,
    });
  }
  const stop = onInterrupt();
  const written = await writeImport(
    rows(),
    parts,
    telling(report.fault, "imported", found.read),
    stop.isAsked,
  );
  stop.forget();
  endProgress();
  if (written.fault) await report.fault(written.fault);
  const done = written.imported + written.there;
  const isWhole = done >= found.read && !written.fault;
  const { imported } = written;
  const sentence = `${summary(imported, written.there)} ${imported === 1 ? "was" : "were"} imported.`;
  await report.end(isWhole ? sentence : undefined, { ...found, imported });
  if (isWhole) return;
  const why = written.fault
    ? `line ${written.fault.line} ${reasonOf(written.fault)}`
    : "as you asked";
  throw new CountersignError(
    "command.failed",
    `Stopped after ${counted(done, "row")} of ${found.read}: ${why}. The same command goes on from there.`,
  );
};

const check = async (
  rows: ReturnType<typeof rowsOf>,
  parts: ImportParts,
  fault: ImportReport["fault"],
) => {
  const seen = openSeenTexts();
  try {
    return await checkImport(rows, parts, seen, telling(fault, "checked"));
  } finally {
    endProgress();
    seen.close();
  }
};

const telling = (fault: ImportReport["fault"], what: string, of?: number): ImportTelling => ({
  fault,
  progress: (rows) => progress(`${rows}${of === undefined ? "" : ` of ${of}`} rows ${what}`),
});

const summary = (fresh: number, there: number): string =>
  there === 0
    ? counted(fresh, "user")
    : `${counted(there, "user")} of the file are there already, and ${fresh}`;

/** A first interruption lets the batch end; a second one does not wait, and the database rolls it back. */
const onInterrupt = (): { isAsked(): boolean; forget(): void } => {
  let isAsked = false;
  const ask = (): void => {
    isAsked = true;
  };
  process.once("SIGINT", ask);
  return { isAsked: () => isAsked, forget: () => process.off("SIGINT", ask) };
};
