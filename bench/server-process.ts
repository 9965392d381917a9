import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askProcess } from "./ask-process.ts";
import { freePort } from "./free-port.ts";

/** A server in a process of its own, with a folder of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly folder: string;
  readonly pid: number;
  /** From the spawn to the first answer, in milliseconds. */
  readonly startedIn: number;
  /** Resident memory, in megabytes. */
  memory(): number;
  /** Processor time used so far, in microseconds. For a server that was started with `REPORTING`. */
  usage(): Promise<number>;
  /** What was loaded before it by `--import` answers, if that answers. */
  report<Reported>(): Promise<Reported>;
  stop(): Promise<void>;
}

/** Before a server's script: lets it say how much processor time it has used. */
export const REPORTING: readonly string[] = ["--import", "./bench/report-usage.ts"];

/**
 * Starts `node FILE …` and waits for its first answer.
 *
 * @param folder of a server before it, to serve the same database; a new one if left out
 */
export const startServer = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder: string = mkdtempSync(join(tmpdir(), "countersign-bench-")),
): Promise<ServerProcess> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      PORT: String(port),
      LOG_LEVEL: "silent",
      COUNTERSIGN_DATABASE: `sqlite:${join(folder, "bench.db")}`,
      ...environment,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  leaveNoneBehind(child);
  await firstAnswer(`${url}/health/live`, child);
  return {
    url,
    folder,
    pid: child.pid ?? 0,
    startedIn: performance.now() - began,
    memory: () => residentMegabytes(child.pid ?? 0),
    usage: async () => Number(await askProcess(child, {})),
    report: async <Reported>() => (await askProcess(child, {})) as Reported,
    stop: () => stop(child),
  };
};

const running = new Set<ChildProcess>();
let isWatching = false;

/** Whatever ends the bench, an error or a signal too, ends this process with it. */
export const leaveNoneBehind = (child: ChildProcess): void => {
  if (!isWatching) {
    isWatching = true;
    process.once("exit", () => {
      for (const each of running) each.kill();
    });
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  }
  running.add(child);
  child.once("exit", () => running.delete(child));
};

export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

const firstAnswer = async (url: string, child: ChildProcess): Promise<void> => {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    // A stranger at this port may take the connection and never answer.
    const isUp = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`no answer from ${url} within 20 s`);
};

const residentMegabytes = (pid: number): number => {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1_024;
};

/** In milliseconds: more than a site takes to drain. */
const LONGEST_END = 15_000;

/**
 * Ends a process that was started here, and waits for its end.
 *
 * @param longest until it is ended by force, in milliseconds
 */
export const stop = async (child: ChildProcess, longest: number = LONGEST_END): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), longest);
  await ended;
  clearTimeout(timer);
};
