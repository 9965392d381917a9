import { type Command, Option } from "commander";
import { IMPORT_FIELDS } from "../account/read-imported-user.ts";
import { importFile } from "./import-file.ts";
import { importReport } from "./import-report.ts";
import { formatOf, type ImportFormat, requireFile } from "./import-rows.ts";
import { requireOwnUsers } from "./require-own-users.ts";
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
