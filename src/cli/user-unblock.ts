import type { Command } from "commander";
import { accountCounter } from "../throttle/counter-of.ts";
import { operatorCause } from "./operator-cause.ts";
import { print, printJson } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserUnblock = (user: Command): void => {
  const command = user
    .command("unblock")
    .description("forget a user's failed logins, so that nobody has to wait to log in as them")
    .argument("<name>", "the user's name")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((name: string, options: { json?: boolean }) =>
    withStorage(command, async (storage) => {
      const { id, username } = (await userNamed(storage, name)).user;
      const failures = await storage.counters.failuresOf(accountCounter(id).key);
      const note = { name: "accountUnblocked", ...operatorCause() } as const;
      await storage.accounts.unblock(id, Date.now(), note);
      const forgotten = failures?.count ?? 0;
      if (options.json) return printJson({ username, forgotten });
      const what = forgotten === 1 ? "one failed login" : `${forgotten} failed logins`;
      await print(`Unblocked ${username}: ${what} in a row forgotten, and those on known devices.`);
    }),
  );
};
