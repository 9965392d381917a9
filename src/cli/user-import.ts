import { type Command, Option } from "commander";
import { IMPORT_FIELDS } from "../account/read-imported-user.ts";
import { importFile } from "./import-file.ts";
import { importReport } from "./import-report.ts";
import type { ImportFormat } from "./import-rows.ts";
import { fileSource, keptInput } from "./import-source.ts";
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
rows are checked before any is written; the same command again goes on after an interruption. So standard
input is kept meanwhile, in a private temporary file without a name.`;

export const addUserImport = (user: Command): void => {
  const command = user
    .command("import")
    .description("add users from another system, with the hashes of their passwords")
    .argument(
      "<file>",
      "CSV, the first line of which names the fields, or JSON lines; - for standard input",
    )
    .addOption(
      new Option(
        "--format <format>",
        "what it is, if its ending (or, of standard input, its first byte) does not say it",
      ).choices(["csv", "jsonl"]),
    )
    .option("--dry-run", "check every row and write nothing")
    .option("--json", "print JSON")
    .addHelpText("after", HELP);
  addSettings(command, ...STORAGE).action(async (path: string, options: Options) => {
    requireOwnUsers(command, "`manage.py loaddata` loads them");
    const source = path === "-" ? await keptInput(process.stdin) : fileSource(path);
    try {
      const { open } = source;
      const format = options.format ?? source.format;
      if (format === undefined) {
        return command.error("error: say with --format csv or --format jsonl what the file is");
      }
      // A check makes no database in the wrong folder.
      const withTheirs = options.dryRun ? withStorage : withNewStorage;
      const isDry = options.dryRun === true;
      await withTheirs(command, (storage) =>
        importFile(storage, { open, format, isDry }, importReport(options.json === true)),
      );
    } finally {
      await source.close();
    }
  });
};
