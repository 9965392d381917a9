import type { Command } from "commander";
import { addUser } from "../account/add-user.ts";
import { userJson } from "../users/user.ts";
import { askPassword } from "./ask-password.ts";
import { operatorCause } from "./operator-cause.ts";
import { print, printJson } from "./print.ts";
import { refusal } from "./refusal.ts";
import { requireOwnUsers } from "./require-own-users.ts";
import { addSettings } from "./settings-options.ts";
import { HASHING, STORAGE, withNewStorage } from "./with-storage.ts";

export const addUserAdd = (user: Command): void => {
  const command = user
    .command("add")
    .description("add a user; the password is asked for, or read from standard input")
    .argument("<name>", "the new user's name")
    .option("--email <address>", "their address", "")
    .option("--json", "print the user as JSON");
  addSettings(command, ...STORAGE, ...HASHING, "COUNTERSIGN_PASSWORD_POLICY").action(
    async (username: string, options: { email: string; json?: boolean }) => {
      requireOwnUsers(command, "`manage.py createsuperuser` and Django's admin add them");
      const password = await askPassword();
      await withNewStorage(command, async (storage) => {
        const registration = { username, email: options.email, password };
        const added = await addUser({ ...storage, clock: Date.now }, registration, operatorCause());
        if ("errors" in added) {
          throw refusal("No user was added.", added.errors, await storage.policy());
        }
        const { user } = added;
        if (options.json) await printJson(userJson(user));
        else await print(`Added ${user.username} with id ${user.id}.`);
      });
    },
  );
};
