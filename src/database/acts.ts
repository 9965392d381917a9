import type { Transaction } from "kysely";
import type { AccountEvent, EventNote } from "../events/account-event.ts";
import type { EventSink } from "../events/event-sink.ts";
import { type EventSubject, insertEvent, insertEvents, type NamedUser } from "./audit-rows.ts";
import type { Database } from "./database.ts";
import type { Tables, UserTableName } from "./tables.ts";

/** Writes an event's line into the transaction of its act. Nothing, without a note. */
export type RecordEvent = (note: EventNote | undefined, subject: EventSubject) => Promise<void>;

/** As `RecordEvent`, a line of each of these users. */
export type RecordEvents = (
  note: EventNote | undefined,
  at: number,
  users: readonly NamedUser[],
) => Promise<void>;

/** One act, with its line in the audit. */
export type Act = <Result>(
  run: (
    transaction: Transaction<Tables>,
    record: RecordEvent,
    recordEach: RecordEvents,
  ) => Promise<Result>,
) => Promise<Result>;

/**
 * Acts of a store or a register: each is one transaction, done with its lines in the audit or not at
 * all, and told of once both are committed. Rejects with `storage.unavailable`; then nothing was done.
 *
 * @param users the table in which names are looked up
 */
export const createActs =
  (
    database: Database,
    { digestOf, tell }: EventSink,
    users: UserTableName = "countersign_users",
  ): Act =>
  async (run) => {
    const events: AccountEvent[] = [];
    const result = await database.transact((transaction) => {
      // It may be done again, if another was in its way.
      events.length = 0;
      const record: RecordEvent = async (note, subject) => {
        if (note === undefined) return;
        const session = subject.sid === undefined ? undefined : digestOf(subject.sid);
        events.push(await insertEvent(transaction, note, { ...subject, session }, users));
      };
      const recordEach: RecordEvents = async (note, at, named) => {
        if (note === undefined || named.length === 0) return;
        events.push(...(await insertEvents(transaction, note, at, named)));
      };
      return run(transaction, record, recordEach);
    });
    for (const event of events) tell(event);
    return result;
  };
