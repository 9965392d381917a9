import { type Kysely, type Selectable, sql } from "kysely";
import type { AccountEvent, EventNote } from "../events/account-event.ts";
import type { AuditTable, Tables, UserTableName } from "./tables.ts";

/** Whom an event is about, as whoever does the act knows. */
export interface EventSubject {
  /** In milliseconds. */
  readonly at: number;
  readonly userId: number | undefined;
  /** Looked up if left out. Of a user who is deleted by then it has to be said. */
  readonly username?: string | undefined;
  /** The session's id; what is written is its digest. */
  readonly sid?: string | undefined;
}

type Subject = Omit<EventSubject, "sid"> & { readonly session: string | undefined };

/** Writes an event down, within whatever transaction does the act. One statement. */
export const insertEvent = async (
  db: Kysely<Tables>,
  note: EventNote,
  { at, userId, username, session }: Subject,
  users: UserTableName,
): Promise<AccountEvent> => {
  const row = await db
    .insertInto("countersign_audit")
    .values({
      ...ofNote(note),
      at,
      user_id: userId ?? null,
      username: username ?? nameOf(userId, users),
      session: session ?? null,
    })
    .returning("username")
    .executeTakeFirstOrThrow();
  return { ...note, at, userId, username: row.username ?? undefined, session } as AccountEvent;
};

/** As `insertEvent`, one event of many users at once. */
export const insertEvents = async (
  db: Kysely<Tables>,
  note: EventNote,
  at: number,
  users: readonly NamedUser[],
): Promise<readonly AccountEvent[]> => {
  const values = users.map(({ id, username }) => ({
    ...ofNote(note),
    ...{ at, user_id: id, username, session: null },
  }));
  await db.insertInto("countersign_audit").values(values).execute();
  return users.map(
    ({ id, username }) =>
      ({ ...note, at, userId: id, username, session: undefined }) as AccountEvent,
  );
};

export interface NamedUser {
  readonly id: number;
  readonly username: string;
}

/** What a note says of the act, whoever it is about. */
const ofNote = (note: EventNote) => {
  const { name, actor, operator, requestId, address, ...details } = note;
  return {
    event: name,
    actor,
    operator: operator ?? null,
    request_id: requestId ?? null,
    address: address ?? null,
    details: Object.keys(details).length === 0 ? null : JSON.stringify(details),
  };
};

const nameOf = (userId: number | undefined, users: UserTableName) =>
  userId === undefined
    ? null
    : sql<string | null>`(select username from ${sql.table(users)} where id = ${userId})`;

/** A line of the audit, as an event again. */
export const toEvent = (row: Selectable<AuditTable>): AccountEvent =>
  ({
    name: row.event,
    at: row.at,
    userId: row.user_id ?? undefined,
    username: row.username ?? undefined,
    actor: row.actor,
    operator: row.operator ?? undefined,
    requestId: row.request_id ?? undefined,
    address: row.address ?? undefined,
    session: row.session ?? undefined,
    ...(row.details === null ? {} : JSON.parse(row.details)),
  }) as AccountEvent;
