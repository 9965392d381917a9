import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts in these (`USER_HZ`, which is 100 on every Linux that Node runs on). In microseconds. */
const TICK = 10_000;

/**
 * Processor time that a process and all that it started and that still run have used so far, in microseconds:
 * threads that have ended and garbage collection included (`utime` and `stime` of proc_pid_stat(5)).
 */
export const processorTimeOf = (root: number): number => {
  const processes = runningProcesses();
  const timeOf = (pid: number): number =>
    processes
      .filter(({ parent }) => parent === pid)
      .reduce((sum, child) => sum + timeOf(child.pid), timeOfOne(processes, pid));
  return timeOf(root);
};

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

const timeOfOne = (processes: readonly RunningProcess[], pid: number): number =>
  (processes.find((each) => each.pid === pid)?.ticks ?? 0) * TICK;

const runningProcesses = (): readonly RunningProcess[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): RunningProcess[] => {
      const stat = statOf(name);
      if (stat === undefined) return [];
      // Behind the name of the program, which may hold spaces and brackets of its own.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [parent, ticks] = [Number(fields[1]), Number(fields[11]) + Number(fields[12])];
      return [{ pid: Number(name), parent, ticks }];
    });

/** Undefined of a process that has ended meanwhile. */
const statOf = (pid: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
};
