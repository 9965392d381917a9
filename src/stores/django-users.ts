// Over 150 lines because it is one store: what it does of the acts, and what it leaves to Django.
import { sql } from "kysely";
import type { AccountOptions, AccountStore } from "../account/account-store.ts";
import { createActs } from "../database/acts.ts";
import type { Database } from "../database/database.ts";
import { djangoMoment } from "../database/django-moment.ts";
import {
  DJANGO_USER_COLUMNS,
  type DjangoLoginRow,
  type DjangoUserRow,
  type DjangoVisitorRow,
  toDjangoLogin,
  toDjangoUser,
  toDjangoVisitor,
} from "../database/django-user-rows.ts";
import { enterSession } from "../database/enter-session.ts";
import {
  DEVICE_EPOCH,
  EPOCH,
  EVERYBODY,
  epochOf,
  RAISED_AT,
  raiseEpoch,
} from "../database/epoch-rows.ts";
import { forgetFailures, forgetGuesses } from "../database/failure-rows.ts";
import { requireDjangoTable } from "../database/require-django-table.ts";
import { replaceSession } from "../database/session-rows.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { NOBODY_LISTENS } from "../events/event-sink.ts";
import type { User } from "../users/user.ts";
import { djangoBond } from "./django-bond.ts";
import type { ForeignUsers } from "./foreign-users.ts";
import { noteFailure } from "./note-failure.ts";

/**
 * The users of a Django site in the same database (`auth_user`). Only the time of a login is written:
 * who registers, and with which password, is Django's to say, and a hash that was made anew here
 * would end Django's sessions.
 */
export const djangoUsers = (): ForeignUsers => ({
  dialect: "django",
  table: "auth_user",
  requireTables: ({ kysely }) => requireDjangoTable(kysely, "auth_user"),
  accounts: djangoAccounts,
  normalisePassword: (password) => password,
  bond: djangoBond,
});

const PAGE = 500;

/** As Django normalises them; compared exactly. */
const nameKey = (username: string): string => username.normalize("NFKC");

const refuse = async (): Promise<never> => {
  throw new CountersignError(
    "settings.invalid",
    "users: these are Django's, which registers, disables and deletes them itself: `manage.py createsuperuser`, or its admin.",
  );
};
const ACTIVE = sql<boolean>`true`;

function djangoAccounts(
  database: Database,
  { sessionLimit, sink = NOBODY_LISTENS }: AccountOptions = {},
): AccountStore {
  const { kysely } = database;
  const act = createActs(database, sink, "auth_user");
  const users = kysely.selectFrom("auth_user").select(DJANGO_USER_COLUMNS);
  const usersWithEpoch = users
    .leftJoin("countersign_epochs as own", "own.user_id", "auth_user.id")
    .leftJoin("countersign_epochs as every", (join) =>
      join.on("every.user_id", "=", sql.lit(EVERYBODY)),
    )
    .select(["auth_user.password", "auth_user.is_active", EPOCH, RAISED_AT]);

  const byId = database.prepare<[id: number], DjangoUserRow>(users.where("id", "=", 0));

  const byName = database.prepare<[name: string], DjangoLoginRow>(
    usersWithEpoch.select(DEVICE_EPOCH).where("username", "=", ""),
  );

  const visitor = database.prepare<[sid: string, id: number], DjangoVisitorRow>(
    usersWithEpoch
      // Joined on the user too: a row of another user's is no row.
      .leftJoin("countersign_sessions as session", (join) =>
        join.on("session.sid", "=", "").onRef("session.user_id", "=", "auth_user.id"),
      )
      .select(["session.ended_at", "session.last_seen_at"])
      .where("auth_user.id", "=", 0),
  );

  const page = async (after: number): Promise<readonly User[]> =>
    (await users.where("id", ">", after).orderBy("id").limit(PAGE).execute()).map(toDjangoUser);

  return {
    isForeign: true,

    async findById(id) {
      const row = await byId(id);
      return row && toDjangoUser(row);
    },

    async findByName(username) {
      const row = await byName(nameKey(username));
      return row && toDjangoLogin(row);
    },

    nameKey,

    findVisitor(userId, sid) {
      const row = visitor(sid, userId);
      return row instanceof Promise ? row.then(toDjangoVisitor) : toDjangoVisitor(row);
    },

    register: refuse,

    logIn: (entry, replaces, note) =>
      act(async (transaction, record) => {
        const row = await transaction
          .updateTable("auth_user")
          .set({ last_login: djangoMoment(entry.enteredAt) })
          .where("id", "=", entry.userId)
          .where("is_active", "=", ACTIVE)
          .returning(["id", "username", "email", "last_login", "date_joined"])
          .executeTakeFirst();
        if (!row) return undefined;
        if (replaces !== undefined) await replaceSession(transaction, replaces, entry.enteredAt);
        await enterSession(transaction, entry, sessionLimit);
        const { enteredAt: at, sid } = entry;
        await record(note, { at, userId: row.id, username: row.username, sid });
        return toDjangoUser(row);
      }),

    noteFailure: noteFailure(act),

    async replacePassword(id, verified, next) {
      const { numUpdatedRows } = await kysely
        .updateTable("auth_user")
        .set({ password: next })
        .where("id", "=", id)
        .where("password", "=", verified)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    changePassword: (id, next, now, note) =>
      act(async (transaction, record) => {
        const { numUpdatedRows } = await transaction
          .updateTable("auth_user")
          .set({ password: next })
          .where("id", "=", id)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return undefined;
        await raiseEpoch(transaction, id, now);
        await forgetGuesses(transaction, id);
        await record(note, { at: now, userId: id });
        return epochOf(transaction, id);
      }),

    changeOwnPassword: refuse,
    verifyEmail: refuse,
    findRecord: refuse,
    findForgetful: refuse,
    unblock: (id, now, note) =>
      act(async (transaction, record) => {
        await forgetFailures(transaction, id);
        await record(note, { at: now, userId: id });
      }),

    disable: refuse,
    enable: refuse,
    remove: refuse,
    acquaintances: refuse,
    importUsers: refuse,

    async *list() {
      for (let users = await page(0); users.length > 0; users = await page(users.at(-1)!.id)) {
        yield* users;
      }
    },
  };
}
