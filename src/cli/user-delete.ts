import type { Command } from "commander";
import { confirm } from "./confirm.ts";
import { operatorCause } from "./operator-cause.ts";
import { counted, print, printJson } from "./print.ts";
import { requireOwnUsers } from "./require-own-users.ts";
import { addSettings } from "./settings-options.ts";
import { nobodyNamed, STORAGE, userNamed, withStorage } from "./with-storage.ts";

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const addUserDelete = (user: Command): void => {
  const command = user
    .command("delete")
    .description("delete a user for good, and end all their sessions")
    .argument("<name>", "the user's name")
    .option("--yes", "on a terminal: do not ask")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((name: string, options: Options) => {
    requireOwnUsers(command, "Django's admin deletes them");
    return withStorage(command, async (storage) => {
      const { id, username } = (await userNamed(storage, name)).user;
      if (!options.yes) await confirm(`Delete ${username} (id ${id}) for good?`);
      const ended = (await storage.register.list(id, Date.now())).length;
      const note = { name: "accountDeleted", ...operatorCause() } as const;
      if (!(await storage.accounts.remove(id, Date.now(), note))) throw nobodyNamed(name);
      if (options.json) return printJson({ username, deleted: id, ended });
      await print(`Deleted ${username}, and ended ${counted(ended, "session")}.`);
    });
  });
};
