import type { Command } from "commander";
import { isSweepable } from "../sessions/session-engine.ts";
import { sweepInBatches } from "../sessions/sweep-in-batches.ts";
import { counted, endProgress, print, printJson, progress } from "./print.ts";
import { addSettings, settingsOf } from "./settings-options.ts";
import { STORAGE, withEngine } from "./with-storage.ts";

export const addSessionSweep = (session: Command): void => {
  const command = session
    .command("sweep")
    .description("delete expired sessions and old lines of the audit, while the site runs")
    .option("--json", "print JSON");
  addSettings(
    command,
    ...STORAGE,
    "COUNTERSIGN_ENGINE",
    "COUNTERSIGN_CACHE",
    "COUNTERSIGN_SESSION_FOLDER",
    "COUNTERSIGN_AUDIT_AGE",
  ).action((options: { json?: boolean }) =>
    withEngine(command, async ({ register, audit }, engine) => {
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
      const { auditAge } = settingsOf(command);
      const lines =
        auditAge === undefined
          ? 0
          : await sweepInBatches(audit.sweep, now - auditAge * 1_000, (deleted) =>
              progress(`${deleted} lines of the audit deleted`),
            );
      endProgress();
      const deleted = logins + sessions;
      if (options.json) return printJson({ deleted, logins, sessions, lines });
      await print(`Deleted ${counted(deleted, "expired session")}.`);
      if (lines > 0)
        await print(`Deleted ${counted(lines, "old line", "old lines")} of the audit.`);
    }),
  );
};
