import type { PostgresPool, PostgresPoolClient } from "kysely";
import type { Pool, PoolClient } from "pg";
import { CountersignError } from "../errors/countersign-error.ts";
import { type PostgresDriver, valuesAsInSqlite } from "./postgres-driver.ts";
import { isConnectionLost, isNotYet, postgresError } from "./postgres-error.ts";
import type { PostgresPlace } from "./postgres-tls.ts";
import { unlessInTheWay } from "./unless-in-the-way.ts";

/** How long a connection, and then an answer, is waited for, in milliseconds: two seconds in all but for the odd case. */
const PATIENCE = 1_900;
/** A server that is well ends a statement itself a moment before we give it up, and the connection stays good. */
const STATEMENT_TIMEOUT = 1_800;
/** Whoever has a lock and is gone without a word, as after a cut, gives it back. */
const IDLE_IN_TRANSACTION_TIMEOUT = 10_000;
/** More have no hope: each place is given up after `PATIENCE`. */
const MOST_WAITING = 1_000;
const PAUSE = 50;

/** Connections with limits on everything, whose errors say when the storage is to blame. */
export interface PostgresConnections {
  /** For Kysely, which closes what it has used, and nothing else. */
  readonly pool: PostgresPool;
  /** One statement, prepared under its name on whichever connection is free. */
  query<Row>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/**
 * @param size how many connections at most
 * @param isPatient are statements given any time? Only those that change the tables are
 */
export const openConnections = (
  driver: PostgresDriver,
  place: PostgresPlace,
  size: number,
  isPatient = false,
): PostgresConnections => {
  const pool: Pool = new driver.Pool({
    ...place,
    types: valuesAsInSqlite(driver),
    max: size,
    ...(isPatient ? {} : { query_timeout: PATIENCE }),
    connectionTimeoutMillis: PATIENCE,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    onConnect: (client) => client.query(isPatient ? MANNERS : `${MANNERS}; ${LIMITS}`),
  });
  // A server that goes away says so on idle connections; the pool has let them go already.
  pool.on("error", () => {});
  // One that goes away while a connection is lent is told to whoever asks it something.
  pool.on("connect", (client) => client.on("error", () => {}));

  const lend = async (): Promise<PoolClient> => {
    if (pool.waitingCount >= MOST_WAITING) {
      throw new CountersignError("storage.unavailable", "Too many wait for a connection.");
    }
    const since = performance.now();
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        if (!isNotYet(error) || performance.now() - since > PATIENCE - PAUSE) {
          throw postgresError(error);
        }
      }
      // Of random length, so that those who wait together do not come back together.
      await new Promise((resolve) => setTimeout(resolve, PAUSE * (1 + Math.random())));
    }
  };

  return {
    pool: { connect: async () => lent(await lend()), end: async () => {} },

    // A standby takes a read back that is in the way of what it follows.
    query: <Row>(name: string, text: string, values: readonly unknown[]) =>
      unlessInTheWay(async () => {
        const client = await lend();
        try {
          const { rows } = await client.query<Row & object>({ name, text, values: [...values] });
          client.release();
          return rows;
        } catch (error) {
          client.release(isConnectionLost(error));
          throw postgresError(error);
        }
      }),

    close: () => pool.end(),
  };
};

// Said on each connection, and not in its start-up, where a pooler in between would refuse it.
// Every act of ours is written for the isolation that PostgreSQL has unless somebody set another.
const MANNERS = "set timezone = 'UTC'; set default_transaction_isolation = 'read committed'";
const LIMITS = `set statement_timeout = ${STATEMENT_TIMEOUT}; set lock_timeout = ${STATEMENT_TIMEOUT}; set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_TIMEOUT}`;

/** A connection for one transaction, or for one statement. Once it is lost, nothing more is asked of it. */
const lent = (client: PoolClient): PostgresPoolClient => {
  let lost: unknown;
  let isAlone: boolean | undefined;
  const ask = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    if (lost !== undefined) throw lost;
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      const fault = postgresError(error);
      if (isConnectionLost(error)) lost = fault;
      throw fault;
    }
  };
  const query = (text: string, values: readonly unknown[]): Promise<unknown> => {
    // Inside a transaction a statement cannot be done again: `transact` does them all again.
    isAlone ??= !/^(?:begin|start transaction)\b/.test(text);
    return isAlone ? unlessInTheWay(() => ask(text, values)) : ask(text, values);
  };
  return {
    query: query as PostgresPoolClient["query"],
    release: () => client.release(lost !== undefined),
  };
};
