import { randomBytes } from "node:crypto";
import { type Insertable, type Kysely, type Selectable, sql } from "kysely";
import type { AccountStore } from "../account/account-store.ts";
import type { Acquaintance, ImportedUser } from "../account/imported-user.ts";
import type { Act } from "../database/acts.ts";
import type { Database } from "../database/database.ts";
import type { Tables, UsersTable } from "../database/tables.ts";

/** Users from elsewhere, in the database. */
export const accountImport = (
  { kysely, dialect }: Database,
  act: Act,
): Pick<AccountStore, "acquaintances" | "importUsers"> => {
  return {
    acquaintances: (users) => acquaintances(kysely, users),

    importUsers: (users, now, note) =>
      act(async (transaction, _record, recordEach) => {
        // Whoever verifies one of these addresses meanwhile waits, as in `ownerOf`. In one order, so
        // that two imports do not wait for each other.
        if (dialect === "postgres") await lockAddresses(transaction, verifiedKeys(users));
        const known = await acquaintances(transaction, users);
        if (known.some((each) => each !== "new" && each !== "there")) return known;
        const rows = users.filter((_, at) => known[at] === "new").map((user) => toRow(user, now));
        if (rows.length === 0) return known;
        const inserted = await transaction
          .insertInto("countersign_users")
          .values(rows)
          .returning(["id", "username"])
          .execute();
        await recordEach(note, now, inserted);
        return known;
      }),
  };
};

const verifiedKeys = (users: readonly ImportedUser[]): readonly string[] =>
  users.flatMap(({ emailKey, emailVerifiedAt }) =>
    emailKey !== undefined && emailVerifiedAt !== undefined ? [emailKey] : [],
  );

const lockAddresses = (db: Kysely<Tables>, keys: readonly string[]): Promise<unknown> => {
  const numbers = sql`select distinct hashtextextended(key, 1) as number from unnest(${keys}::text[]) as key order by number`;
  return sql`select pg_advisory_xact_lock(number) from (${numbers}) as numbers`.execute(db);
};

const acquaintances = async (
  db: Kysely<Tables>,
  users: readonly ImportedUser[],
): Promise<readonly Acquaintance[]> => {
  if (users.length === 0) return [];
  const byName = await rowsWith(
    db,
    "username_key",
    users.map(({ usernameKey }) => usernameKey),
  );
  const keys = verifiedKeys(users);
  const owners = (keys.length === 0 ? [] : await rowsWith(db, "email_key", keys)).filter(
    ({ email_verified_at }) => email_verified_at !== null,
  );
  const rowOf = new Map(byName.map((row) => [row.username_key, row]));
  const ownerOf = new Map(owners.map((row) => [row.email_key, row]));
  return users.map((user) => {
    const row = rowOf.get(user.usernameKey);
    if (row) return isSame(row, user) ? "there" : "username.taken";
    const isOwned = user.emailVerifiedAt !== undefined && ownerOf.has(user.emailKey ?? "");
    return isOwned ? "email.taken" : "new";
  });
};

type KnownRow = Selectable<UsersTable> & {
  /** Null unless all their sessions were ended once: by a new password, or by the administrator. */
  readonly epoch: number | null;
  readonly was_imported: number | boolean;
};

/** As far as the audit goes back. */
const WAS_IMPORTED = sql<
  KnownRow["was_imported"]
>`exists (select 1 from countersign_audit where user_id = countersign_users.id and event = 'accountImported')`;

const rowsWith = (
  db: Kysely<Tables>,
  column: "username_key" | "email_key",
  keys: readonly string[],
): Promise<KnownRow[]> =>
  db
    .selectFrom("countersign_users")
    .leftJoin("countersign_epochs", "countersign_epochs.user_id", "countersign_users.id")
    .selectAll("countersign_users")
    .select(["countersign_epochs.epoch", WAS_IMPORTED.as("was_imported")])
    .where(column, "in", keys)
    .execute();

/** Did an earlier run bring this row? */
const isSame = (row: KnownRow, user: ImportedUser): boolean => {
  const isTheirs = user.createdAt === undefined || row.created_at === user.createdAt;
  if (row.username !== user.username || !isTheirs) return false;
  // Without that moment anybody may have registered under the name since.
  const isFromElsewhere = user.createdAt !== undefined || Boolean(row.was_imported);
  const isUsed = row.epoch !== null || (row.last_login_at ?? 0) > (user.lastLoginAt ?? 0);
  // Address, password and whether they may log in belong to whoever has used the account since.
  if (isFromElsewhere && isUsed) return true;
  return (
    row.email === (user.email ?? null) &&
    (row.email_verified_at === null) === (user.emailVerifiedAt === undefined) &&
    (row.disabled_at === null) === (user.disabledAt === undefined) &&
    (user.password === undefined ? row.password.startsWith("!") : row.password === user.password)
  );
};

const toRow = (user: ImportedUser, now: number): Insertable<UsersTable> => ({
  username: user.username,
  username_key: user.usernameKey,
  email: user.email ?? null,
  email_key: user.emailKey ?? null,
  email_verified_at: user.emailVerifiedAt ?? null,
  password: user.password ?? unusable(),
  created_at: user.createdAt ?? now,
  last_login_at: user.lastLoginAt ?? null,
  disabled_at: user.disabledAt ?? null,
});

/** As Django writes it. Random, so that the token of a reset, which is made from it, is nobody else's. */
const unusable = (): string => `!${randomBytes(30).toString("base64url")}`;
