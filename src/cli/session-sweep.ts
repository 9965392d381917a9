import type { Command } from "commander";
import { endProgress, print, printJson, progress } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { withStorage } from "./with-storage.ts";

/** Small enough that a site which runs meanwhile never waits long for its turn to write. */
const BATCH = 500;

export const addSessionSweep = (session: Command): void => {
  const command = session
    .command("sweep")
    .description("delete expired sessions from the register, while the site runs")
    .option("--json", "print JSON");
  addSettings(command, "COUNTERSIGN_DATABASE").action((options: { json?: boolean }) =>
    withStorage(command, async ({ register }) => {
      const now = Date.now();
      let deleted = 0;
      for (let batch = BATCH; batch === BATCH; ) {
        batch = await register.sweep(now, BATCH);
        deleted += batch;
        progress(`${deleted} deleted`);
        // Lets whoever waits for the database have it in between.
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      endProgress();
      if (options.json) await printJson({ deleted });
      else await print(`Deleted ${deleted} expired ${deleted === 1 ? "session" : "sessions"}.`);
    }),
  );
};
