import type { Command } from "commander";
import { sessionJson } from "../account/session-json.ts";
import type { Storage } from "../assembly/open-storage.ts";
import { english } from "../pages/english.ts";
import type { RegisterEntry } from "../sessions/register.ts";
import { print } from "./print.ts";
import { printJsonRows, printRows } from "./print-rows.ts";
import { SESSION_HEADING, sessionRow } from "./session-table.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withStorage } from "./with-storage.ts";

export const addSessionList = (session: Command): void => {
  const command = session
    .command("list")
    .description("list who is logged in, and where, user by user")
    .option("--json", "print a JSON array, a session a line");
  addSettings(command, ...STORAGE).action((options: { json?: boolean }) =>
    withStorage(command, async (storage) => {
      const everybody = named(storage);
      if (options.json) return printJsonRows(everybody, "sessions", jsonOf);
      const count = await printRows(everybody, "sessions", ({ entry, username }, nth) => {
        const line = row(username ?? `(${entry.userId})`, sessionRow(entry));
        return nth === 0 ? `${row("USER", SESSION_HEADING)}\n${line}` : line;
      });
      if (count === 0) await print("Nobody is logged in.");
    }),
  );
};

const row = (username: string, session: string): string => `${username.padEnd(24)}  ${session}`;

interface Named {
  readonly entry: RegisterEntry;
  /** Undefined of a user who was deleted. */
  readonly username: string | undefined;
}

/** Everybody's sessions come user by user: each name is looked up once. */
const named = async function* ({ accounts, register }: Storage): AsyncIterable<Named> {
  let last: { readonly userId: number; readonly username: string | undefined } | undefined;
  for await (const entry of register.listAll(Date.now())) {
    const { userId } = entry;
    if (last?.userId !== userId) {
      last = { userId, username: (await accounts.findById(userId))?.username };
    }
    yield { entry, username: last.username };
  }
};

const jsonOf = ({ entry, username }: Named): unknown => {
  const { id, ...session } = sessionJson(english, entry);
  return { id, userId: entry.userId, username: username ?? null, ...session };
};
