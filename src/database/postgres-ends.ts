import type { EndLine, EndsConnection } from "./database.ts";
import { type PostgresDriver, valuesAsInSqlite } from "./postgres-driver.ts";
import type { PostgresPlace } from "./postgres-tls.ts";

/** In milliseconds. A read that takes longer is on a connection that leads nowhere. */
const PATIENCE = 1_000;

/** A connection of its own, on which the server tells of each end the moment it is committed. */
export const connectToEnds = async (
  driver: PostgresDriver,
  place: PostgresPlace,
  told: () => void,
): Promise<EndsConnection> => {
  const client = new driver.Client({
    ...place,
    types: valuesAsInSqlite(driver),
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
    keepAlive: true,
  });
  // A connection that is lost wakes the reader as well, who then finds out.
  client.on("error", told);
  client.on("notification", told);
  try {
    await client.connect();
    await client.query("listen countersign_ends");
  } catch (error) {
    client.end().catch(() => {});
    throw error;
  }
  return {
    async read(from, limit) {
      const { rows } = await client.query<EndLine>({
        name: "ends",
        text: READ,
        values: [from, limit],
      });
      return rows;
    },
    close: () =>
      Promise.race([client.end(), new Promise<void>((left) => setTimeout(left, PATIENCE).unref())]),
  };
};

const READ = `
  select number, sid, user_id, epoch, at, expires_at
  from countersign_ends where number >= $1 order by number limit $2`;
