import { type Compilable, Kysely, PostgresDialect } from "kysely";
import type { Bindable, Database } from "./database.ts";
import { migrateToLatest } from "./migrate.ts";
import { type PostgresDriver, postgresDriver } from "./postgres-driver.ts";
import { connectToEnds } from "./postgres-ends.ts";
import { openConnections, type PostgresConnections } from "./postgres-pool.ts";
import { type PostgresPlace, postgresPlace } from "./postgres-tls.ts";
import type { Tables } from "./tables.ts";
import { unlessInTheWay } from "./unless-in-the-way.ts";

/** A server has a hundred for everybody, if nobody has set it otherwise. */
const USUAL_SIZE = 20;

/**
 * A PostgreSQL database, from `postgres://user:password@host:port/name`. Opens nothing yet: what is
 * out of reach is found out by the first statement, with `storage.unavailable`.
 *
 * Rejects with `settings.invalid` without the driver, or if a file that the address names cannot be read.
 *
 * @param size how many connections at most, beside the one that follows ends
 */
export const openPostgres = async (
  address: string,
  size: number = USUAL_SIZE,
): Promise<Database> => {
  const driver = await postgresDriver();
  const place = await postgresPlace(address);
  const connections = openConnections(driver, place, size);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect(connections) });
  const prepareRows = createPrepare(connections);

  return {
    kysely,
    dialect: "postgres",
    transact: (act) => unlessInTheWay(() => kysely.transaction().execute(act)),
    isSynchronous: false,
    prepare: (query) => {
      const read = prepareRows(query);
      return async (...values) => (await read(...values))[0];
    },
    prepareRows,
    followEnds: (told) => connectToEnds(driver, place, told),
    migrate: () => migrate(driver, place),
    close: connections.close,
  };
};

/** Each statement has a name, under which a connection keeps it parsed and planned. */
const createPrepare = (connections: PostgresConnections) => {
  let count = 0;
  return <Values extends readonly Bindable[], Row>(
    query: Compilable<Row>,
  ): ((...values: Values) => Promise<readonly Row[]>) => {
    const { sql } = query.compile();
    count += 1;
    const name = `countersign_${count}`;
    return (...values) => connections.query<Row>(name, sql, values);
  };
};

/** On a connection of its own and without limits on time: another host may be at it for long. */
const migrate = async (
  driver: PostgresDriver,
  place: PostgresPlace,
): Promise<readonly string[]> => {
  const connections = openConnections(driver, place, 2, true);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect(connections) });
  try {
    return await migrateToLatest(kysely, "postgres");
  } finally {
    await connections.close();
  }
};
