import type { Command } from "commander";
import { operatorCause } from "./operator-cause.ts";
import { counted, print, printJson } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserLogout = (user: Command): void => {
  const command = user
    .command("logout")
    .description("end all sessions of a user, everywhere and at once")
    .argument("<name>", "the user's name")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((name: string, options: { json?: boolean }) =>
    withStorage(command, async (storage) => {
      const { user } = await userNamed(storage, name);
      const ended = (await storage.register.list(user.id, Date.now())).length;
      const note = { name: "sessionsEnded", ended, ...operatorCause() } as const;
      await storage.register.raiseEpoch(user.id, Date.now(), note);
      if (options.json) await printJson({ username: user.username, ended });
      else await print(`Ended ${counted(ended, "session")} of ${user.username}.`);
    }),
  );
};
