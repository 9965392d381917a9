// Above 150 lines, for it is one idea: a server's life, and the two ways in which a test comes by one.
import { type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import { freePort } from "../stories/free-port.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import type { NetworkApart } from "./network-apart.ts";
import {
  leaveRunning,
  type PostgresSettings,
  signalPostgres,
  startPostgres,
} from "./postgres-process.ts";
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

const SETTINGS: PostgresSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  // One that nobody expects, so that nothing of ours leans on UTC.
  timezone: "Asia/Kolkata",
  // In the data folder, so that it goes with it after a kill.
  dynamic_shared_memory_type: "mmap",
};

// Of a network of its own that has no address yet, and nobody else on it.
const ELSEWHERE: PostgresSettings = { listen_addresses: "0.0.0.0" };

/** What a test may want of a server of its own. */
interface Wanted {
  readonly settings?: PostgresSettings;
  /** Who gets in, and how: lines of `pg_hba.conf`. Everybody of this machine if left out. */
  readonly access?: string;
  /** On which it is, instead of this machine's. */
  readonly network?: NetworkApart;
}

/** A server of this test's own, gone when the test is over, whatever state it is in. */
export const postgresServer = async (t: Ending, wanted: Wanted = {}): Promise<PostgresServer> => {
  const data = copyOf(postgresPrograms().data);
  if (wanted.access) writeFileSync(join(data, "pg_hba.conf"), wanted.access);
  if (wanted.network) appendFileSync(join(data, "pg_hba.conf"), "host all all samenet trust\n");
  const server = serverOver(data, await freePort(), { ...wanted, t });
  await server.start();
  return server;
};

let shared: Promise<PostgresServer> | undefined;
let made = 0;
const left: string[] = [];

/**
 * The address of a new empty database, on a server that the tests of this process share. The server
 * starts at first use, and goes with the process.
 */
export const postgresDatabase = async (t: Ending): Promise<string> => {
  shared ??= startShared();
  const server = await shared;
  const client = new pg.Client(server.address());
  await client.connect();
  try {
    // Now and not at the end of its test, whose connections may be closed after that.
    for (const name of left.splice(0)) {
      await client.query(`DROP DATABASE ${name}`).catch(() => left.push(name));
    }
    made += 1;
    const name = `test_${made}`;
    await client.query(`CREATE DATABASE ${name}`);
    t.after(() => void left.push(name));
    return server.address(name);
  } finally {
    await client.end();
  }
};

const startShared = async (): Promise<PostgresServer> => {
  // It is never killed, so it need not be able to recover.
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const server = serverOver(copyOf(postgresPrograms().data), await freePort(), { settings });
  await server.start();
  return server;
};

/** A folder with the same data, which is the runner's. */
const copyOf = (data: string): string => {
  const copy = mkdtempSync(join(tmpdir(), "countersign-pg-"));
  giveToRunner(copy);
  // By the runner, so that what is in it is the runner's as well.
  execFileSync("cp", ["-R", `${data}/.`, copy], { ...runner, cwd: "/" });
  return copy;
};

/** @param t the test that it ends with; without one it is left to end with the process. */
const serverOver = (
  data: string,
  port: number,
  { settings = {}, network, t }: Wanted & { readonly t?: Ending },
): PostgresServer => {
  const host = network?.host ?? "127.0.0.1";
  const address = (database = "postgres") => `postgres://postgres@${host}:${port}/${database}`;
  let child: ChildProcess | undefined;
  const ended = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await once(child, "exit");
  };

  const server: PostgresServer = {
    port,
    address,
    async start() {
      const all = { ...SETTINGS, ...(network ? ELSEWHERE : {}), ...settings };
      child = await startPostgres(data, port, all, network);
      if (!t) leaveRunning(child);
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
      const memory = sharedMemoryOf(data);
      signalPostgres(data, "SIGKILL");
      await ended();
      while (signalPostgres(data, "SIGKILL") > 0) await later(2);
      // What only a server that says goodbye gives back to the machine.
      if (memory !== undefined) execFileSync("ipcrm", ["--shmem-id", memory]);
    },
    pause() {
      // First the one that could start others.
      child?.kill("SIGSTOP");
      signalPostgres(data, "SIGSTOP");
    },
    resume: () => void signalPostgres(data, "SIGCONT"),
    async standby() {
      const copy = await backup(address(), data);
      write(join(copy, "standby.signal"), "");
      const follows = { primary_conninfo: `host=127.0.0.1 port=${port} user=postgres` };
      const wanted = { settings: { ...settings, ...follows }, ...(t ? { t } : {}) };
      const follower = serverOver(copy, await freePort(), wanted);
      await follower.start();
      return follower;
    },
  };
  t?.after(async () => {
    await server.kill();
    rmSync(data, { recursive: true, force: true });
  });
  return server;
};

/** A copy of a running server's data, from which another can begin. */
const backup = async (address: string, data: string): Promise<string> => {
  const client = new pg.Client(address);
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('standby', fast => true)");
    const copy = copyOf(data);
    const { rows } = await client.query<{ labelfile: string }>("SELECT * FROM pg_backup_stop()");
    write(join(copy, "backup_label"), rows[0]?.labelfile ?? "");
    rmSync(join(copy, "postmaster.pid"));
    return copy;
  } finally {
    await client.end();
  }
};

const write = (path: string, text: string): void => {
  writeFileSync(path, text);
  giveToRunner(path);
};

/** The id of the memory that a running server holds, of which it made a note. */
const sharedMemoryOf = (data: string): string | undefined => {
  try {
    return readFileSync(join(data, "postmaster.pid"), "utf8").match(/^ *\d+ +(\d+)$/m)?.[1];
  } catch {
    return undefined;
  }
};
