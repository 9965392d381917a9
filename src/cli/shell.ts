import { once } from "node:events";
import { createInterface } from "node:readline";
import { type REPLServer, start } from "node:repl";
import { PassThrough } from "node:stream";
import type { Command } from "commander";
import type { Storage } from "../assembly/open-storage.ts";
import { operatorCause } from "./operator-cause.ts";
import { addSettings } from "./settings-options.ts";
import { HASHING, STORAGE, withNewStorage } from "./with-storage.ts";

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
  addSettings(command, ...STORAGE, ...HASHING).action(() =>
    withNewStorage(command, async (storage) => {
      if (process.stdin.isTTY) {
        process.stdout.write(GREETING);
        const repl = start({ prompt: "> " });
        Object.assign(repl.context, inShell(storage));
        await once(repl, "exit");
        return;
      }
      const input = new PassThrough();
      const repl = start({ prompt: "", input, output: process.stdout, terminal: false });
      Object.assign(repl.context, inShell(storage));
      await feed(repl, input);
    }),
  );
};

/** Lines of a pipe come all at once, and the prompt would begin each before the one above has ended. */
const feed = async (repl: REPLServer, input: PassThrough): Promise<void> => {
  const exited = once(repl, "exit");
  for await (const line of createInterface({ input: process.stdin })) {
    const answered = new Promise<void>((resolve) => {
      repl.displayPrompt = () => resolve();
    });
    input.write(`${line}\n`);
    await Promise.race([answered, exited]);
  }
  input.end();
  await exited;
};

const inShell = ({ accounts, passwords, register }: Storage) => {
  const get = async (name: string) => {
    const record = await accounts.findByName(name);
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
      end: (id: string) =>
        register.end(id, Date.now(), { name: "sessionEnded", ...operatorCause() }),
    },
  };
};
