import type { Command } from "commander";
import { print, printJson } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withNewStorage } from "./with-storage.ts";

export const addMigrate = (program: Command): void => {
  const command = program
    .command("migrate")
    .description("bring the tables up to date; `serve` does so by itself")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((options: { json?: boolean }) =>
    withNewStorage(command, async ({ migrated }) => {
      if (options.json) return printJson({ migrated });
      await print(
        migrated.length === 0
          ? "The tables are up to date."
          : `Applied ${migrated.length}: ${migrated.join(", ")}.`,
      );
    }),
  );
};
