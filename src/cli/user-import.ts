import { type Command, Option } from "commander";
import {
  checkImport,
  type ImportParts,
  type ImportTelling,
  writeImport,
} from "../account/import-users.ts";
import { IMPORT_FIELDS } from "../account/read-imported-user.ts";
import type { Storage } from "../assembly/open-storage.ts";
import { openSeenTexts } from "../database/seen-texts.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { type ImportReport, importReport } from "./import-report.ts";
import { formatOf, type ImportFormat, requireFile, rowsOf } from "./import-rows.ts";
import { reasonOf } from "./import-words.ts";
import { operatorCause } from "./operator-cause.ts";
import { requireOwnUsers } from "./own-users.ts";
import { counted, endProgress, progress } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withNewStorage, withStorage } from "./with-storage.ts";

interface Options {
  readonly format?: ImportFormat;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const HELP = `
Fields: ${IMPORT_FIELDS.join(", ")}.
Only username is required. hash is as Django, Devise, Laravel, Rodauth or better-auth wrote it; without
one the user has to reset the password. emailVerified and disabled are true, false or since when. All
rows are checked before any is written; the same command again goes on after an interruption.`;

export const addUserImport = (user: Command): void => {
  const command = user
    .command("import")
    .description("add users from another system, with the hashes of their passwords")
    .argument("<file>", "CSV, the first line of which names the fields, or JSON lines")
    .addOption(
      new Option(
        "--format <format>",
        "what it is, if its ending is not .csv, .jsonl or .ndjson",
      ).choices(["csv", "jsonl"]),
    )
    .option("--dry-run", "check every row and write nothing")
    .option("--json", "print JSON")
    .addHelpText("after", HELP);
  addSettings(command, ...STORAGE).action(async (path: string, options: Options) => {
    requireOwnUsers(command, "`manage.py loaddata` loads them");
    requireFile(path);
    const format = options.format ?? formatOf(path);
    if (format === undefined) {
      return command.error("error: say with --format csv or --format jsonl what the file is");
    }
    // A check makes no database in the wrong folder.
    const withTheirs = options.dryRun ? withStorage : withNewStorage;
    await withTheirs(command, (storage) =>
      importFile(
        storage,
        { path, format, isDry: options.dryRun === true },
        importReport(options.json === true),
      ),
    );
  });
};

interface ImportFile {
  readonly path: string;
  readonly format: ImportFormat;
  readonly isDry: boolean;
}

const importFile = async (
  { accounts, passwords }: Storage,
  { path, format, isDry }: ImportFile,
  report: ImportReport,
): Promise<void> => {
  const parts: ImportParts = {
    accounts,
    recognises: passwords.recognises,
    now: Date.now(),
    note: { name: "accountImported", ...operatorCause() },
  };
  const rows = () => rowsOf(path, format);
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
  const isWhole = done === found.read;
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
