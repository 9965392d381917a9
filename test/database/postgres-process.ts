import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { NetworkApart } from "./network-apart.ts";
import { postgresPrograms, runner } from "./postgres-programs.ts";

/** Settings as in `postgresql.conf`. */
export type PostgresSettings = Readonly<Record<string, string>>;

/** Fulfilled when it takes connections. Neither a crash nor a kill of this process leaves it behind. */
export const startPostgres = async (
  data: string,
  port: number,
  settings: PostgresSettings,
  network?: NetworkApart,
): Promise<ChildProcess> => {
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = [postgresPrograms().postgres, "-D", data, "-p", String(port), ...words];
  const [program = "", ...rest] = network ? [...network.enter, ...AS_NOBODY, ...command] : command;
  const child = spawn(program, rest, {
    ...(network ? {} : runner),
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  watch(child, data);
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      output.push(line);
      if (line.includes("ready to accept")) resolve();
    });
    child.once("exit", () => reject(new Error(`It did not start:\n${output.join("\n")}`)));
  });
  if (network && child.pid !== undefined) network.join(child.pid);
  return child;
};

// The runner, for a program that first has to be root.
const AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];

// In order even then: a killed server keeps its shared memory, and the folder would stay.
const WATCH = `read -r _
for each in /proc/[0-9]*; do
  [ "$each/cwd" -ef "$2" ] && kill -CONT "\${each#/proc/}"
done
kill -QUIT "$1"
while [ "/proc/$1/cwd" -ef "$2" ]; do sleep 0.1; done
rm -rf "$2"`;

/** Waits until this process is gone, however that came: its input ends then. */
const watch = (child: ChildProcess, data: string): void => {
  const watcher = spawn("/bin/sh", ["-c", WATCH, "sh", String(child.pid), data], {
    ...runner,
    cwd: "/",
    // A Control-C in the terminal is meant for the tests.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  (watcher.stdin as Socket).unref();
  child.once("exit", () => watcher.kill("SIGKILL"));
};

/** Lets this process end while the server runs. */
export const leaveRunning = (child: ChildProcess): void => {
  child.unref();
  (child.stderr as Socket).unref();
};

/** To each process of a server, which are those that work in its folder. Says how many there are. */
export const signalPostgres = (data: string, name: NodeJS.Signals): number => {
  const processes = readdirSync("/proc").filter((entry) => {
    try {
      return readlinkSync(`/proc/${entry}/cwd`) === data;
    } catch {
      // Not a process, or gone meanwhile.
      return false;
    }
  });
  for (const id of processes) {
    try {
      process.kill(Number(id), name);
    } catch {
      // Gone meanwhile.
    }
  }
  return processes.length;
};
