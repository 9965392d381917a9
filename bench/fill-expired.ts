import { DatabaseSync } from "node:sqlite";

/**
 * Fills expired sessions of the engine `database`, and as many expired logins, into a SQLite file that has the tables. Ids
 * are random, as ours are, so that neighbours in the index lie far apart in the table.
 */
export const fillExpired = (path: string, rows: number): void => {
  const raw = new DatabaseSync(path);
  raw.exec(`
    begin;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
      insert into countersign_session_data (id, digest, data, marks, saved_at, expires_at)
      select hex(randomblob(8)) || i, hex(randomblob(16)), '{"basket":["tea"],"user_id":7}', '{}', 1, i from n;
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
      insert into countersign_sessions (sid, user_id, epoch, entered_at, last_seen_at, expires_at)
      select hex(randomblob(8)) || i, i % 1000, 0, 1, 1, i from n;
    commit`);
  raw.close();
};
