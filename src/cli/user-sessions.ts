import type { Command } from "commander";
import { sessionJson } from "../account/session-json.ts";
import { english } from "../pages/english.ts";
import { print, printJson } from "./print.ts";
import { SESSION_HEADING, sessionRow } from "./session-table.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, userNamed, withStorage } from "./with-storage.ts";

export const addUserSessions = (user: Command): void => {
  const command = user
    .command("sessions")
    .description("list where a user is logged in, the last used first")
    .argument("<name>", "the user's name")
    .option("--json", "print a JSON array");
  addSettings(command, ...STORAGE).action((name: string, options: { json?: boolean }) =>
    withStorage(command, async (storage) => {
      const { user } = await userNamed(storage, name);
      const entries = (await storage.register.list(user.id, Date.now())).toSorted(
        (one, other) => other.lastSeenAt - one.lastSeenAt,
      );
      if (options.json) return printJson(entries.map((entry) => sessionJson(english, entry)));
      if (entries.length === 0) return print(`${user.username} is not logged in anywhere.`);
      await print(SESSION_HEADING);
      for (const entry of entries) await print(sessionRow(entry));
    }),
  );
};
