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
      const { rows } = await client.query<Columns>({
        name: "ends",
        text: READ,
        values: [from, limit],
      });
      return toLines(rows[0]!);
    },
    close: () =>
      Promise.race([client.end(), new Promise<void>((left) => setTimeout(left, PATIENCE).unref())]),
  };
};

/** Each column of a page as one JSON array: a million rows cost this process three times as much. */
const READ = `
  select json_agg(number)::text as number, json_agg(sid)::text as sid,
    json_agg(user_id)::text as user_id, json_agg(epoch)::text as epoch,
    json_agg(at)::text as at, json_agg(expires_at)::text as expires_at
  from (
    select number, sid, user_id, epoch, at, expires_at
    from countersign_ends where number >= $1 order by number limit $2
  ) as page`;

/** Null where there is no line. */
type Columns = { readonly [Name in keyof EndLine]: string | null };

const toLines = (columns: Columns): readonly EndLine[] => {
  const valuesOf = <Name extends keyof EndLine>(name: Name): readonly EndLine[Name][] =>
    JSON.parse(columns[name] ?? "[]");
  const [sids, userIds, epochs] = [valuesOf("sid"), valuesOf("user_id"), valuesOf("epoch")];
  const [ats, expiries] = [valuesOf("at"), valuesOf("expires_at")];
  return valuesOf("number").map((number, line) => ({
    number,
    sid: sids[line]!,
    user_id: userIds[line]!,
    epoch: epochs[line]!,
    at: ats[line]!,
    expires_at: expiries[line]!,
  }));
};
