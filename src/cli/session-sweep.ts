import type { Command } from "commander";
import { isSweepable } from "../sessions/session-engine.ts";
import { sweepInBatches } from "../sessions/sweep-in-batches.ts";
import { counted, endProgress, print, printJson, progress } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withEngine } from "./with-storage.ts";

export const addSessionSweep = (session: Command): void => {
  const command = session
    .command("sweep")
    .description("delete expired sessions, while the site runs")
    .option("--json", "print JSON");
  addSettings(
    command,
    ...STORAGE,
    "COUNTERSIGN_ENGINE",
    "COUNTERSIGN_CACHE",
    "COUNTERSIGN_SESSION_FOLDER",
  ).action((options: { json?: boolean }) =>
    withEngine(command, async ({ register }, engine) => {
      const now = Date.now();
      const logins = await sweepInBatches(register.sweep, now, (deleted) =>
        progress(`${deleted} logins deleted`),
      );
      // Cookies expire where they are, and caches forget by themselves.
      const sessions =
        engine && isSweepable(engine)
          ? await sweepInBatches(engine.sweep, now, (deleted) =>
              progress(`${logins} logins and ${deleted} sessions deleted`),
            )
          : 0;
      endProgress();
      const deleted = logins + sessions;
      if (options.json) await printJson({ deleted, logins, sessions });
      else await print(`Deleted ${counted(deleted, "expired session")}.`);
    }),
  );
};
