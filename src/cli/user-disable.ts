import type { Command } from "commander";
import { operatorCause } from "./operator-cause.ts";
import { counted, print, printJson } from "./print.ts";
import { requireOwnUsers } from "./require-own-users.ts";
import { addSettings } from "./settings-options.ts";
import { nobodyNamed, STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserDisable = (user: Command): void => {
  const command = user
    .command("disable")
    .description("let a user log in no more, and end all their sessions")
    .argument("<name>", "the user's name")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((name: string, options: { json?: boolean }) => {
    requireOwnUsers(command, "`is_active` in Django's admin disables them");
    return withStorage(command, async (storage) => {
      const { id, username } = (await userNamed(storage, name)).user;
      const ended = (await storage.register.list(id, Date.now())).length;
      const note = { name: "accountDisabled", ...operatorCause() } as const;
      if (!(await storage.accounts.disable(id, Date.now(), note))) throw nobodyNamed(name);
      if (options.json) return printJson({ username, disabled: true, ended });
      await print(`Disabled ${username}, and ended ${counted(ended, "session")}.`);
    });
  });
};
