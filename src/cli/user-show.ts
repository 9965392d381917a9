import type { Command } from "commander";
import { explainHash } from "../passwords/explain-hash.ts";
import { accountCounter } from "../throttle/counter-of.ts";
import type { Failures } from "../throttle/counters.ts";
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
      const failures = await storage.counters.failuresOf(accountCounter(user.id).key);
      const parts = explainHash(password);
      if (options.json) {
        return printJson({
          ...userJson(user),
          disabled: isDisabled,
          sessions,
          failuresInARow: failures?.count ?? 0,
          blockedUntil: blockedUntil(failures),
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
        ["  Failed logins in a row", failuresInWords(failures)],
        ["  Hash", password],
      ]);
      await printPairs(parts.map(({ text, meaning }) => [`    ${text}`, meaning] as const));
    }),
  );
};

/** Instants as JSON has them; `unblock` where no waiting helps. */
const blockedUntil = (failures: Failures | undefined): string | null => {
  if (failures?.isClosed) return "unblock";
  const isWaiting = failures !== undefined && failures.openAt > Date.now();
  return isWaiting ? new Date(failures.openAt).toISOString() : null;
};

const failuresInWords = (failures: Failures | undefined): string => {
  if (!failures) return "none";
  const { count, openAt, isClosed } = failures;
  if (isClosed) {
    return `${count}: closed but on known devices, until \`user unblock\` or a new password`;
  }
  return openAt > Date.now()
    ? `${count}: the next attempt waits until ${moment(openAt)}`
    : `${count}`;
};
