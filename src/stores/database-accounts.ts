// Over 150 lines because it is one store: each of its acts is a statement or two in a transaction.
import type { Kysely, Updateable } from "kysely";
import type { AccountOptions, AccountStore } from "../account/account-store.ts";
import { createActs } from "../database/acts.ts";
import type { Database } from "../database/database.ts";
import { enterSession } from "../database/enter-session.ts";
import { epochOf, raiseEpoch } from "../database/epoch-rows.ts";
import { forgetFailures, forgetGuesses } from "../database/failure-rows.ts";
import { forgetVisitor, replaceSession } from "../database/session-rows.ts";
import type { Tables, UsersTable } from "../database/tables.ts";
import {
  type LoginRow,
  selectLogins,
  selectUsers,
  selectUsersWithEpoch,
  toLoginRecord,
  toUser,
  toUserRow,
  toVisitor,
  USER_COLUMNS,
  type UserRow,
  type VisitorRow,
} from "../database/user-rows.ts";
import { NOBODY_LISTENS } from "../events/event-sink.ts";
import { emailKey } from "../users/email-key.ts";
import type { User } from "../users/user.ts";
import { usernameKey } from "../users/username-key.ts";
import { accountImport } from "./account-import.ts";
import { accountLife } from "./account-life.ts";
import { noteFailure } from "./note-failure.ts";

const PAGE = 500;

/** Changes a user's row; false if it is not there. */
const change = async (
  db: Kysely<Tables>,
  id: number,
  values: Updateable<UsersTable>,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable("countersign_users")
    .set(values)
    .where("id", "=", id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/** Users and logins in the database. */
export const databaseAccounts = (
  database: Database,
  { sessionLimit, sink = NOBODY_LISTENS }: AccountOptions = {},
): AccountStore => {
  const { kysely } = database;
  const act = createActs(database, sink);
  const users = selectUsers(kysely);
  const usersWithEpoch = selectUsersWithEpoch(kysely);

  const byId = database.prepare<[id: number], UserRow>(users.where("id", "=", 0));

  const byName = database.prepare<[key: string], LoginRow>(
    selectLogins(kysely).where("username_key", "=", ""),
  );

  const byAddress = database.prepare<[key: string], LoginRow>(
    selectLogins(kysely).where("email_key", "=", "").where("email_verified_at", "is not", null),
  );

  const visitor = database.prepare<[sid: string, id: number], VisitorRow>(
    usersWithEpoch
      // Joined on the user too: a row of another user's is no row.
      .leftJoin("countersign_sessions", (join) =>
        join
          .on("countersign_sessions.sid", "=", "")
          .onRef("countersign_sessions.user_id", "=", "countersign_users.id"),
      )
      .select([
        "countersign_users.disabled_at",
        "countersign_sessions.ended_at",
        "countersign_sessions.last_seen_at",
      ])
      .where("countersign_users.id", "=", 0),
  );

  const page = async (after: number): Promise<readonly User[]> =>
    (await users.where("id", ">", after).orderBy("id").limit(PAGE).execute()).map(toUser);

  return {
    ...accountLife(database, act),
    ...accountImport(database, act),
    isForeign: false,

    async findById(id) {
      const row = await byId(id);
      return row && toUser(row);
    },

    async findByName(username) {
      // No name has an `@`, and every address does.
      const row = await (username.includes("@")
        ? byAddress(emailKey(username))
        : byName(usernameKey(username)));
      return row && toLoginRecord(row);
    },

    // Apart: a name that folds to an address must not be counted with it, or the count would tell whose is verified.
    nameKey: (username) =>
      username.includes("@") ? `address ${emailKey(username)}` : `name ${usernameKey(username)}`,

    findVisitor(userId, sid) {
      const row = visitor(sid, userId);
      return row instanceof Promise ? row.then(toVisitor) : toVisitor(row);
    },

    register: (user, now, entry, replaces, note) =>
      act(async (transaction, record) => {
        const inserted = await transaction
          .insertInto("countersign_users")
          .values({ ...toUserRow(user), created_at: now, last_login_at: entry ? now : null })
          .onConflict((conflict) => conflict.column("username_key").doNothing())
          .returning("id")
          .executeTakeFirst();
        if (!inserted) return "taken";
        const { id } = inserted;
        // Not 0 once everybody's sessions were ended.
        const epoch = await epochOf(transaction, id);
        if (replaces !== undefined) await replaceSession(transaction, replaces, now);
        if (entry) await enterSession(transaction, { ...entry, userId: id, epoch });
        const { username, email } = user;
        const made: User = {
          ...{ id, username, email, emailVerifiedAt: undefined, createdAt: now },
          lastLoginAt: entry ? now : undefined,
        };
        await record(note, { at: now, userId: id, username, sid: entry?.sid });
        return { user: made, epoch };
      }),

    logIn: (entry, replaces, note) =>
      act(async (transaction, record) => {
        const row = await transaction
          .updateTable("countersign_users")
          .set({ last_login_at: entry.enteredAt })
          .where("id", "=", entry.userId)
          .where("disabled_at", "is", null)
          .returning(USER_COLUMNS)
          .executeTakeFirst();
        if (!row) return undefined;
        if (replaces !== undefined) await replaceSession(transaction, replaces, entry.enteredAt);
        await enterSession(transaction, entry, sessionLimit);
        const { enteredAt: at, sid } = entry;
        await record(note, { at, userId: row.id, username: row.username, sid });
        return toUser(row);
      }),

    noteFailure: noteFailure(act),

    async replacePassword(id, verified, next) {
      const { numUpdatedRows } = await kysely
        .updateTable("countersign_users")
        .set({ password: next })
        .where("id", "=", id)
        .where("password", "=", verified)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    changePassword: (id, next, now, note) =>
      act(async (transaction, record) => {
        if (!(await change(transaction, id, { password: next }))) return undefined;
        await raiseEpoch(transaction, id, now);
        await forgetGuesses(transaction, id);
        await record(note, { at: now, userId: id });
        return epochOf(transaction, id);
      }),

    disable: (id, now, note) =>
      act(async (transaction, record) => {
        if (!(await change(transaction, id, { disabled_at: now }))) return false;
        await raiseEpoch(transaction, id, now);
        await record(note, { at: now, userId: id });
        return true;
      }),

    enable: (id, now, note) =>
      act(async (transaction, record) => {
        const isThere = await change(transaction, id, { disabled_at: null });
        if (isThere) await record(note, { at: now, userId: id });
        return isThere;
      }),

    unblock: (id, now, note) =>
      act(async (transaction, record) => {
        await forgetFailures(transaction, id);
        await record(note, { at: now, userId: id });
      }),

    remove: (id, now, note) =>
      act(async (transaction, record) => {
        const deleted = await transaction
          .deleteFrom("countersign_users")
          .where("id", "=", id)
          .returning("username")
          .executeTakeFirst();
        if (!deleted) return false;
        // The epoch stays, and outlives the user.
        await raiseEpoch(transaction, id, now);
        await forgetVisitor(transaction, id);
        await forgetFailures(transaction, id);
        await record(note, { at: now, userId: id, username: deleted.username });
        return true;
      }),

    async *list() {
      for (let users = await page(0); users.length > 0; users = await page(users.at(-1)!.id)) {
        yield* users;
      }
    },
  };
};
