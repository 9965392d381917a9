import { once } from "node:events";
import { start } from "node:repl";
import type { Command } from "commander";
import type { Storage } from "../assembly/open-storage.ts";
import { usernameKey } from "../users/username-key.ts";
import { addSettings } from "./settings-options.ts";
import { withStorage } from "./with-storage.ts";

const GREETING = `Countersign. Each answer may have to be awaited:
  await users.get("ada")            a user, with the hash of their password
  await users.all()                 everybody
  await passwords.check("ada", "…") is it their password?
  await passwords.make("…")         a new hash
  await sessions.of("ada")          where they are logged in
  await sessions.end("…")           end one session
`;

export const addShell = (program: Command): void => {
  const command = program
    .command("shell")
    .description("a JavaScript prompt with users, passwords and sessions");
  addSettings(command, "COUNTERSIGN_DATABASE", "COUNTERSIGN_BCRYPT_COST").action(() =>
    withStorage(command, async (storage) => {
      const isTerminal = Boolean(process.stdin.isTTY);
      if (isTerminal) process.stdout.write(GREETING);
      const repl = start({ prompt: isTerminal ? "> " : "", terminal: isTerminal });
      Object.assign(repl.context, inShell(storage));
      await once(repl, "exit");
    }),
  );
};

const inShell = ({ accounts, passwords, register }: Storage) => {
  const get = async (name: string) => {
    const record = await accounts.findByName(usernameKey(name));
    return record && { ...record.user, password: record.password, isDisabled: record.isDisabled };
  };
  return {
    users: { get, all: () => Array.fromAsync(accounts.list()) },
    passwords: {
      make: (password: string) => passwords.make(password),
      check: async (name: string, password: string) =>
        passwords.check(password, (await get(name))?.password),
    },
    sessions: {
      of: async (name: string) => {
        const user = await get(name);
        return user ? register.list(user.id, Date.now()) : [];
      },
      end: (id: string) => register.end(id, Date.now()),
    },
  };
};
