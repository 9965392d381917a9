// Opens a database with a million ended sessions in a process of its own, and answers its parent once: how
// long it took until all of them were known by heart, and for how long at most nothing else could be done.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openMigrated } from "../src/assembly/open-migrated.ts";
import { recalled } from "../src/sessions/register.ts";

export interface FeedAtStart {
  /** In milliseconds. */
  readonly took: number;
  readonly longestHeld: number;
}

const measure = async (address: string, sid: string): Promise<FeedAtStart> => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const { register, close } = await openMigrated(address);
  let known = recalled(register, sid, 1);
  while (known === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    known = recalled(register, sid, 1);
  }
  const took = performance.now() - began;
  delay.disable();
  if (!known.ended) throw new Error("the last end is not known");
  await close();
  return { took, longestHeld: delay.max / 1e6 };
};

process.once("message", async ({ address, sid }: { address: string; sid: string }) => {
  process.send?.(await measure(address, sid));
  process.disconnect?.();
});
