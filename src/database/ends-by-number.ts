import { type Kysely, type Migration, sql } from "kysely";
import { EVERYBODY } from "./epoch-rows.ts";

/**
 * On PostgreSQL each end of a session and each rise of an epoch also writes a line into
 * `countersign_ends`, under the next number, so that a process which knows all lines up to a number
 * has missed none (`registers/end-feed.ts`).
 *
 * The number comes from one counter row that is updated when the transaction commits, and stays
 * locked until it has: so the order of numbers is the order of commits. By triggers that wait for the
 * commit, and not by the acts: whoever ends something, by hand as well, is heard, and nobody holds the counter
 * while waiting for somebody else's row. A table of its own, because it is read in the order of
 * numbers: a million lines take a second, where rows scattered over the register took four.
 */
export const endsByNumber: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create table countersign_end_number (number bigint not null)`.execute(db);
    await sql`insert into countersign_end_number values (0)`.execute(db);
    // A session's end has a sid; an epoch's has a user and the epoch.
    await sql`
      create table countersign_ends (
        number bigint primary key,
        sid text,
        user_id bigint,
        epoch bigint,
        at bigint not null,
        expires_at bigint not null
      )`.execute(db);
    await sql`create index countersign_ends_expires_at on countersign_ends (expires_at)`.execute(
      db,
    );
    await sql`
      create function countersign_tell_end() returns trigger language plpgsql as $$
      declare next bigint;
      begin
        update countersign_end_number set number = number + 1 returning number into next;
        if tg_table_name = 'countersign_sessions' then
          insert into countersign_ends (number, sid, at, expires_at)
          values (next, new.sid, new.ended_at, new.expires_at);
        else
          insert into countersign_ends (number, user_id, epoch, at, expires_at)
          values (next, new.user_id, new.epoch, new.raised_at,
            case when new.user_id = ${sql.lit(EVERYBODY)} then ${sql.lit(NEVER)} else new.raised_at + ${sql.lit(LONGEST_LIFE)} end);
        end if;
        perform pg_notify('countersign_ends', next::text);
        return null;
      end $$`.execute(db);
    await sql`
      create constraint trigger countersign_sessions_tell_end
      after update of ended_at on countersign_sessions deferrable initially deferred
      for each row when (old.ended_at is null and new.ended_at is not null)
      execute function countersign_tell_end()`.execute(db);
    await sql`
      create constraint trigger countersign_epochs_tell_end
      after insert or update of epoch on countersign_epochs deferrable initially deferred
      for each row execute function countersign_tell_end()`.execute(db);
  },
};

/** No session lives longer than 400 days, whatever is set, and so no user's epoch has to be known for longer. */
const LONGEST_LIFE = 400 * 86_400_000;

/** Everybody's does: it is counted into the epochs of all sessions since, and theirs could not be compared without. */
const NEVER = Number.MAX_SAFE_INTEGER;
