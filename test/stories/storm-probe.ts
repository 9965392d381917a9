// Loaded into a site's own process before anything else (`NODE_OPTIONS=--import`): how it fares there, from inside.

import { lookup } from "node:dns/promises";
import { appendFile } from "node:fs";
import { stat } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** One look, all in milliseconds. */
export interface ProbeLine {
  /** Since 1970. */
  readonly at: number;
  /** A file's stat and a host's name, in the runtime's thread pool. */
  readonly stat: number;
  readonly lookup: number;
  /** The event loop's delay since the last look, its 99th percentile. */
  readonly delay: number;
}

/** In milliseconds. */
const EVERY = 200;
/** Of the timer by which the delay is measured, and part of each measured one. */
const RESOLUTION = 10;

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await act();
  return performance.now() - began;
};

const probe = (path: string): void => {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION });
  delays.enable();
  const look = async (): Promise<void> => {
    const [statTime, lookupTime] = await Promise.all([
      timed(() => stat("/")),
      timed(() => lookup("localhost")),
    ]);
    const delay = Math.max(delays.percentile(99) / 1e6 - RESOLUTION, 0);
    delays.reset();
    const line: ProbeLine = { at: Date.now(), stat: statTime, lookup: lookupTime, delay };
    appendFile(path, `${JSON.stringify(line)}\n`, () => setTimeout(look, EVERY).unref());
  };
  setTimeout(look, EVERY).unref();
};

const path = process.env["STORM_PROBE"];
// Hash threads inherit the option.
if (path !== undefined && isMainThread) probe(path);
