import type { Command } from "commander";
import { operatorCause } from "./operator-cause.ts";
import { print, printJson } from "./print.ts";
import { requireOwnUsers } from "./require-own-users.ts";
import { addSettings } from "./settings-options.ts";
import { nobodyNamed, STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserEnable = (user: Command): void => {
  const command = user
    .command("enable")
    .description("let a disabled user log in again; the sessions of before stay ended")
    .argument("<name>", "the user's name")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((name: string, options: { json?: boolean }) => {
    requireOwnUsers(command, "`is_active` in Django's admin enables them");
    return withStorage(command, async (storage) => {
      const { id, username } = (await userNamed(storage, name)).user;
      const note = { name: "accountEnabled", ...operatorCause() } as const;
      if (!(await storage.accounts.enable(id, Date.now(), note))) throw nobodyNamed(name);
      if (options.json) return printJson({ username, disabled: false });
      await print(`Enabled ${username}.`);
    });
  });
};
