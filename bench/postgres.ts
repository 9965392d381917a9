import { readFileSync } from "node:fs";
import pg from "pg";
import { postgresServer, skipsPostgres } from "../test/database/postgres-server.ts";
import { type TcpProxy, tcpProxy } from "../test/database/tcp-proxy.ts";

/** A real PostgreSQL of the bench's own, set up as it comes. */
export interface Postgres {
  /** `postgres://…` of a new empty database. */
  database(): Promise<string>;
  /** Something in front of it that can fail. */
  proxy(): Promise<TcpProxy>;
  /** Processor time that its connections to a database have used so far, in microseconds. */
  usage(address: string): Promise<number>;
  stop(): Promise<void>;
}

/** Undefined where there is none for this machine. */
export const startPostgres = async (): Promise<Postgres | undefined> => {
  if (skipsPostgres !== false) return undefined;
  const endings: (() => void)[] = [];
  const ending = { after: (act: () => void) => void endings.unshift(act) };
  const server = await postgresServer(ending);
  const client = new pg.Client(server.address());
  await client.connect();
  const used = new Map<number, number>();
  let made = 0;
  return {
    async database() {
      made += 1;
      await client.query(`CREATE DATABASE bench_${made}`);
      return server.address(`bench_${made}`);
    },
    proxy: () => tcpProxy(ending, server.port),
    async usage(address) {
      const name = new URL(address).pathname.slice(1);
      const { rows } = await client.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE datname = $1",
        [name],
      );
      // Those that have gone meanwhile keep what they had used.
      for (const { pid } of rows) used.set(pid, processorTime(pid));
      return [...used.values()].reduce((sum, each) => sum + each, 0);
    },
    async stop() {
      await client.end();
      for (const end of endings) await end();
    },
  };
};

/** In microseconds (`schedstat`, in nanoseconds: proc_pid_schedstat(5)). */
const processorTime = (pid: number): number => {
  const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
  return Number(nanoseconds) / 1_000;
};
