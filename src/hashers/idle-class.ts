import { execFileSync } from "node:child_process";
import { readlinkSync } from "node:fs";

/** Of util-linux, which is in the base system of Debian and most others. */
const CHRT = "/usr/bin/chrt";

/** What a thread is told that belongs in the idle class. */
export const IDLE = "idle";

/**
 * Puts the calling thread into Linux's idle class (`SCHED_IDLE`, sched(7)), which runs when nobody else
 * wants to. A nice value alone still holds the processor for a slice of some milliseconds whenever the
 * event loop wakes up: measured with two such threads on two cores, a page kept 0.6 of its throughput
 * beside nice 19 and 0.9 beside the idle class. Whether it could: elsewhere the nice value stays.
 */
export const enterIdleClass = (): boolean => {
  try {
    // `PID/task/TID` of the thread that asks: a synchronous read runs on it.
    const thread = readlinkSync("/proc/thread-self").split("/").at(-1) ?? "";
    execFileSync(CHRT, ["--idle", "--pid", "0", thread], { stdio: "ignore", timeout: 1_000 });
    return true;
  } catch {
    return false;
  }
};
