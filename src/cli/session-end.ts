import type { Command } from "commander";
import { CountersignError } from "../errors/countersign-error.ts";
import { print, printJson } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withStorage } from "./with-storage.ts";

export const addSessionEnd = (session: Command): void => {
  const command = session
    .command("end")
    .description("end one session, everywhere and at once")
    .argument("<id>", "the session's id; `session decode` shows it as _sid")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((id: string, options: { json?: boolean }) =>
    withStorage(command, async ({ register }) => {
      if (!(await register.end(id, Date.now()))) {
        throw new CountersignError(
          "command.failed",
          "There is no such session, or it has ended already.",
        );
      }
      if (options.json) await printJson({ ended: id });
      else await print("Ended.");
    }),
  );
};
