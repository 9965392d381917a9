import type { Command } from "commander";
import { setPassword } from "../account/set-password.ts";
import { askPassword } from "./ask-password.ts";
import { operatorCause } from "./operator-cause.ts";
import { counted, print, printJson } from "./print.ts";
import { refusal } from "./refusal.ts";
import { requireOwnUsers } from "./require-own-users.ts";
import { addSettings } from "./settings-options.ts";
import { HASHING, nobodyNamed, STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserPassword = (user: Command): void => {
  const command = user
    .command("password")
    .description(
      "give a user another password, asked for or read from standard input; ends all their sessions",
    )
    .argument("<name>", "the user's name")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE, ...HASHING, "COUNTERSIGN_PASSWORD_POLICY").action(
    async (name: string, options: { json?: boolean }) => {
      requireOwnUsers(command, "`manage.py changepassword` changes theirs");
      await withStorage(command, async (storage) => {
        const { user } = await userNamed(storage, name);
        const password = await askPassword();
        const sessions = (await storage.register.list(user.id, Date.now())).length;
        const outcome = await setPassword(
          { ...storage, clock: Date.now },
          user,
          password,
          operatorCause(),
        );
        if (outcome === "gone") throw nobodyNamed(name);
        if (outcome !== "set") {
          throw refusal("The password was not changed.", outcome.errors, await storage.policy());
        }
        if (options.json) return printJson({ username: user.username, ended: sessions });
        await print(
          `Changed the password of ${user.username}, and ended ${counted(sessions, "session")}.`,
        );
      });
    },
  );
};
