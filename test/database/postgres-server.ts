// Above 150 lines, for it is one idea: a server's whole life, of which each act needs the others.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../stories/free-port.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import { giveToRunner, postgresPrograms, runner } from "./postgres-programs.ts";

export { skipsPostgres } from "./postgres-programs.ts";

/** A real PostgreSQL at a port of its own on this machine alone; everybody is `postgres` there. */
export interface PostgresServer {
  readonly port: number;
  /** `postgres://…`, of the database that is always there if no other is named. */
  address(database?: string): string;
  /** At the same port, with the data that it had. After `kill` it recovers first. */
  start(): Promise<void>;
  /** Smart waits for its clients to leave, fast sends them away, immediate is a crash in order. */
  stop(mode?: keyof typeof SIGNALS): Promise<void>;
  restart(): Promise<void>;
  /** By SIGKILL, each of its processes: none has time to say goodbye. */
  kill(): Promise<void>;
  /** It is there, takes connections, and answers nothing. */
  pause(): void;
  resume(): void;
  /** Another server, which follows this one and refuses to be written to. */
  standby(): Promise<PostgresServer>;
}

const SIGNALS = { smart: "SIGTERM", fast: "SIGINT", immediate: "SIGQUIT" } as const;

/** Settings as in `postgresql.conf`. */
export type PostgresSettings = Readonly<Record<string, string>>;

const SETTINGS: PostgresSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  // A time zone that nobody expects, so that nothing of ours leans on UTC.
  timezone: "Asia/Kolkata",
  // In the data folder, so that it goes with it after a kill.
  dynamic_shared_memory_type: "mmap",
};

/** A server of this test's own, gone when the test is over, whatever state it is in. */
export const postgresServer = async (
  t: Ending,
  { settings = {} }: { settings?: PostgresSettings } = {},
): Promise<PostgresServer> => {
  const server = serverIn(t, newCluster(postgresPrograms().cluster), await freePort(), settings);
  await server.start();
  return server;
};

let shared: Promise<PostgresServer> | undefined;
const over: string[] = [];
let made = 0;

/**
 * The address of a new empty database, on a server that the tests of this process share. The server
 * starts at first use, and goes with the process.
 */
export const postgresDatabase = async (t: Ending): Promise<string> => {
  // It may lose everything in a crash of the machine, and is fast.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  shared ??= startShared(settings);
  const server = await shared;
  const client = new pg.Client(server.address());
  await client.connect();
  try {
    // Not at the end of its test, whose connections may outlive these lines.
    for (const name of over.splice(0)) {
      await client.query(`DROP DATABASE ${name}`).catch(() => over.push(name));
    }
    made += 1;
    const name = `test_${made}`;
    await client.query(`CREATE DATABASE ${name}`);
    t.after(() => void over.push(name));
    return server.address(name);
  } finally {
    await client.end();
  }
};

const startShared = async (settings: PostgresSettings): Promise<PostgresServer> => {
  const cluster = newCluster(postgresPrograms().cluster);
  // No test ends it: its watcher does, when this process is gone.
  const server = serverIn({ after() {} }, cluster, await freePort(), settings, { outlived: true });
  await server.start();
  return server;
};

/** A folder of the runner's own that holds a copy of the data. */
const newCluster = (data: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-pg-"));
  giveToRunner(folder);
  // By the runner, so that the copies are the runner's.
  execFileSync("cp", ["-R", data, join(folder, "data")], { ...runner, cwd: folder });
  return folder;
};

const serverIn = (
  t: Ending,
  folder: string,
  port: number,
  settings: PostgresSettings,
  { outlived = false } = {},
): PostgresServer => {
  const data = join(folder, "data");
  const address = (database = "postgres") => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | undefined;
  const ended = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await once(child, "exit");
  };

  const server: PostgresServer = {
    port,
    address,
    async start() {
      child = await begin(folder, port, { ...SETTINGS, ...settings });
      if (outlived) unref(child);
    },
    async stop(mode = "fast") {
      child?.kill(SIGNALS[mode]);
      await ended();
    },
    async restart() {
      await server.stop();
      await server.start();
    },
    async kill() {
      const segment = sharedMemoryOf(data);
      signal(data, "SIGKILL");
      await ended();
      while (signal(data, "SIGKILL") > 0) await later(2);
      // What only a server that says goodbye would give back to the machine.
      if (segment !== undefined) execFileSync("ipcrm", ["--shmem-id", segment]);
    },
    pause() {
      // First the one that could start others.
      child?.kill("SIGSTOP");
      signal(data, "SIGSTOP");
    },
    resume: () => void signal(data, "SIGCONT"),
    async standby() {
      const [copy, place] = [await backup(address(), data), await freePort()];
      note(join(copy, "data/standby.signal"), "");
      const follower = serverIn(t, copy, place, {
        ...settings,
        primary_conninfo: `host=127.0.0.1 port=${port} user=postgres`,
      });
      await follower.start();
      return follower;
    },
  };
  t.after(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
};

/** A copy of a running server's data, from which another can begin. */
const backup = async (address: string, data: string): Promise<string> => {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('standby', fast => true)");
    const folder = newCluster(data);
    const { rows } = await client.query<{ labelfile: string }>("SELECT * FROM pg_backup_stop()");
    note(join(folder, "data/backup_label"), rows[0]?.labelfile ?? "");
    rmSync(join(folder, "data/postmaster.pid"));
    return folder;
  } finally {
    await client.end();
  }
};

const note = (path: string, text: string): void => {
  writeFileSync(path, text);
  giveToRunner(path);
};

const begin = async (
  folder: string,
  port: number,
  settings: PostgresSettings,
): Promise<ChildProcess> => {
  const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    postgresPrograms().postgres,
    ["-D", join(folder, "data"), "-p", String(port), ...words],
    { ...runner, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  watch(child, folder);
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      output.push(line);
      if (line.includes("ready to accept")) resolve();
    });
    child.once("exit", () => reject(new Error(`It did not start:\n${output.join("\n")}`)));
  });
  return child;
};

/**
 * Sees to it that the server never outlives this process, however that ends: its input closes then, so
 * it crashes the server in order and removes the folder.
 */
const watch = (child: ChildProcess, folder: string): void => {
  const script = `read -r _ || true
    for each in /proc/[0-9]*; do
      [ "$each/cwd" -ef "$2/data" ] && kill -CONT "\${each#/proc/}"
    done
    kill -QUIT "$1"
    while [ "/proc/$1/cwd" -ef "$2/data" ]; do sleep 0.1; done
    rm -rf "$2"`;
  const watcher = spawn("/bin/sh", ["-c", script, "sh", String(child.pid), folder], {
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

const unref = (child: ChildProcess): void => {
  child.unref();
  (child.stderr as Socket).unref();
};

/** To each process of a server, which are those that work in its folder. Says how many there are. */
const signal = (data: string, name: NodeJS.Signals): number => {
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

/** The id of the memory that a running server holds, of which it made a note. */
const sharedMemoryOf = (data: string): string | undefined => {
  try {
    return readFileSync(join(data, "postmaster.pid"), "utf8").match(/^ *\d+ +(\d+)$/m)?.[1];
  } catch {
    return undefined;
  }
};
