import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** Few enough that what is looked at stays as fast as it was. A second. */
const SAMPLES = 999;

/** With it V8 writes down where the code of which function lies. */
export const MAPPED = "--perf-basic-prof";

export const hasPerf = (): boolean => spawnSync("perf", ["--version"]).status === 0;

/** The functions that were under way, the innermost first. */
export type Stack = readonly string[];

/** What a process does while an act is under way: as many microseconds of each stack. */
export const sampleStacks = async (
  pid: number,
  act: () => Promise<unknown>,
  take: (stack: Stack, microseconds: number) => void,
): Promise<void> => {
  const file = join(tmpdir(), `countersign-perf-${pid}.data`);
  const where = ["-o", file, "-p", String(pid)];
  const how = ["-q", "-e", "cpu-clock", "-F", String(SAMPLES), "-g"];
  const recorder = spawn("perf", ["record", ...how, ...where], { stdio: "ignore" });
  const ended = once(recorder, "exit");
  try {
    // Until it is at its post; of a process that waits nothing is sampled.
    await sleep(500);
    await act();
  } finally {
    recorder.kill("SIGINT");
    await ended;
  }
  const script = spawn("perf", ["script", "-i", file, "-F", "ip,sym"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stack: string[] = [];
  let isEmpty = true;
  const flush = (): void => {
    if (stack.length === 0) return;
    take(stack, 1_000_000 / SAMPLES);
    stack = [];
    isEmpty = false;
  };
  for await (const line of createInterface({ input: script.stdout })) {
    const frame = /^\s+[0-9a-f]+ (.*)$/.exec(line)?.[1];
    if (frame === undefined) flush();
    else stack.push(frame);
  }
  flush();
  rmSync(file, { force: true });
  if (isEmpty) throw new Error("perf took no sample: see /proc/sys/kernel/perf_event_paranoid");
};

/** Takes away what V8 has written down, there and in this folder. */
export const forgetMap = (pid: number): void => {
  for (const file of [`/tmp/perf-${pid}.map`, ...globSync(`isolate-*-${pid}-v8.log`)]) {
    rmSync(file, { force: true });
  }
};
