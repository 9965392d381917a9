import type { Command } from "commander";
import { explainHash } from "../passwords/explain-hash.ts";
import { userJson } from "../users/user.ts";
import { moment, print, printJson, printPairs } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserShow = (user: Command): void => {
  const command = user
    .command("show")
    .description("show a user, their password's hash, and what its parts mean")
    .argument("<name>", "the user's name")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((name: string, options: { json?: boolean }) =>
    withStorage(command, async (storage) => {
      const { user, password, isDisabled } = await userNamed(storage, name);
      const sessions = (await storage.register.list(user.id, Date.now())).length;
      const parts = explainHash(password);
      if (options.json) {
        return printJson({
          ...userJson(user),
          disabled: isDisabled,
          sessions,
          hash: password,
          parts,
        });
      }
      await print(user.username);
      await printPairs([
        ["  Id", String(user.id)],
        ["  E-mail", user.email ?? "none"],
        ["  Registered", moment(user.createdAt)],
        ["  Last login", moment(user.lastLoginAt)],
        ["  Disabled", isDisabled ? "yes" : "no"],
        ["  Sessions", String(sessions)],
        ["  Hash", password],
      ]);
      await printPairs(parts.map(({ text, meaning }) => [`    ${text}`, meaning] as const));
    }),
  );
};
