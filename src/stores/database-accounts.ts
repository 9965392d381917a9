import { type Kysely, sql, type Updateable } from "kysely";
import type { AccountOptions, AccountStore } from "../account/account-store.ts";
import type { Database } from "../database/database.ts";
import { enterSession } from "../database/enter-session.ts";
import { EPOCH, EVERYBODY, epochOf, raiseEpoch } from "../database/epoch-rows.ts";
import { cycleSession, replaceSession } from "../database/session-rows.ts";
import type { Tables, UsersTable } from "../database/tables.ts";
import {
  type LoginRow,
  toLoginRecord,
  toUser,
  toUserRow,
  toVisitor,
  USER_COLUMNS,
  type UserRow,
  type VisitorRow,
} from "../database/user-rows.ts";
import type { User } from "../users/user.ts";
import { usernameKey } from "../users/username-key.ts";

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
  { sessionLimit }: AccountOptions = {},
): AccountStore => {
  const { kysely, transact } = database;
  const users = kysely.selectFrom("countersign_users").select(USER_COLUMNS);
  const usersWithEpoch = users
    .leftJoin("countersign_epochs as own", "own.user_id", "countersign_users.id")
    .leftJoin("countersign_epochs as every", (join) =>
      join.on("every.user_id", "=", sql.lit(EVERYBODY)),
    )
    .select(EPOCH);

  const byId = database.prepare<[id: number], UserRow>(users.where("id", "=", 0));

  const byName = database.prepare<[key: string], LoginRow>(
    usersWithEpoch
      .select(["countersign_users.password", "countersign_users.disabled_at"])
      .where("username_key", "=", ""),
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
    isForeign: false,

    async findById(id) {
      const row = await byId(id);
      return row && toUser(row);
    },

    async findByName(username) {
      const row = await byName(usernameKey(username));
      return row && toLoginRecord(row);
    },

    findVisitor(userId, sid) {
      const row = visitor(sid, userId);
      return row instanceof Promise ? row.then(toVisitor) : toVisitor(row);
    },

    register: (user, now, entry, replaces) =>
      transact(async (transaction) => {
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
        const lastLoginAt = entry ? now : undefined;
        return { user: { id, username, email, createdAt: now, lastLoginAt }, epoch };
      }),

    logIn: (entry, replaces) =>
      transact(async (transaction) => {
        const row = await transaction
          .updateTable("countersign_users")
          .set({ last_login_at: entry.enteredAt })
          .where("id", "=", entry.userId)
          .where("disabled_at", "is", null)
          .returning(["id", "username", "email", "created_at", "last_login_at"])
          .executeTakeFirst();
        if (!row) return undefined;
        if (replaces !== undefined) await replaceSession(transaction, replaces, entry.enteredAt);
        await enterSession(transaction, entry, sessionLimit);
        return toUser(row);
      }),

    async replacePassword(id, verified, next) {
      const { numUpdatedRows } = await kysely
        .updateTable("countersign_users")
        .set({ password: next })
        .where("id", "=", id)
        .where("password", "=", verified)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    changePassword: (id, next, now) =>
      transact(async (transaction) => {
        if (!(await change(transaction, id, { password: next }))) return undefined;
        await raiseEpoch(transaction, id, now);
        return epochOf(transaction, id);
      }),

    changeOwnPassword: ({ id, verified, next, goesOn }, now) =>
      transact(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("countersign_users")
          .set({ password: next })
          .where("id", "=", id)
          .where("password", "=", verified)
          .where("disabled_at", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return undefined;
        await raiseEpoch(transaction, id, now);
        const epoch = await epochOf(transaction, id);
        if (!goesOn) return { epoch, goesOn: false };
        const entry = { ...goesOn.as, userId: id, epoch };
        return { epoch, goesOn: await cycleSession(transaction, goesOn.sid, entry, now) };
      }),

    disable: (id, now) =>
      transact(async (transaction) => {
        const isThere = await change(transaction, id, { disabled_at: now });
        if (isThere) await raiseEpoch(transaction, id, now);
        return isThere;
      }),

    enable: (id) => change(kysely, id, { disabled_at: null }),

    remove: (id, now) =>
      transact(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom("countersign_users")
          .where("id", "=", id)
          .executeTakeFirst();
        // The epoch stays, and outlives the user.
        if (numDeletedRows > 0n) await raiseEpoch(transaction, id, now);
        return numDeletedRows > 0n;
      }),

    async *list() {
      for (let users = await page(0); users.length > 0; users = await page(users.at(-1)!.id)) {
        yield* users;
      }
    },
  };
};
