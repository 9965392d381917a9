import { sql } from "kysely";
import type { AccountStore } from "../account/account-store.ts";
import type { Act } from "../database/acts.ts";
import { ownerOf } from "../database/addresses.ts";
import type { Database } from "../database/database.ts";
import { epochOf, raiseEpoch } from "../database/epoch-rows.ts";
import { forgetGuesses } from "../database/failure-rows.ts";
import { cycleSession } from "../database/session-rows.ts";
import { type LoginRow, selectLogins, toLoginRecord } from "../database/user-rows.ts";
import { emailKey } from "../users/email-key.ts";
import { usernameKey } from "../users/username-key.ts";

/**
 * Nobody has more accounts under an address that they never proved; whoever makes more of them under
 * somebody else's sends no more mails by it.
 */
const MOST_FORGETFUL = 5;

/** What users do to their own accounts, in the database. */
export const accountLife = (
  database: Database,
  act: Act,
): Pick<AccountStore, "findRecord" | "findForgetful" | "changeOwnPassword" | "verifyEmail"> => {
  const { kysely, dialect } = database;
  const logins = selectLogins(kysely);
  const byId = database.prepare<[id: number], LoginRow>(
    logins.where("countersign_users.id", "=", 0),
  );
  const byName = database.prepare<[key: string], LoginRow>(logins.where("username_key", "=", ""));
  const byAddress = logins.where("email_key", "=", "");
  const byProven = database.prepare<[key: string], LoginRow>(
    byAddress.where("email_verified_at", "is not", null),
  );
  const byUnproven = database.prepareRows<[key: string], LoginRow>(
    byAddress
      .where("email_verified_at", "is", null)
      .orderBy("countersign_users.id")
      .limit(sql.lit(MOST_FORGETFUL)),
  );

  return {
    async findRecord(id) {
      const row = await byId(id);
      return row && toLoginRecord(row);
    },

    async findForgetful(text) {
      if (!text.includes("@")) {
        const row = await byName(usernameKey(text));
        return row ? [toLoginRecord(row)] : [];
      }
      const key = emailKey(text);
      const [owner, unproven] = [await byProven(key), await byUnproven(key)];
      return (owner ? [owner] : unproven).map(toLoginRecord);
    },

    changeOwnPassword: ({ id, verified, next, proves, goesOn }, now, note) =>
      act(async (transaction, record) => {
        const verifies =
          proves !== undefined && !(await ownerOf(transaction, dialect, emailKey(proves)));
        const changing = transaction
          .updateTable("countersign_users")
          .set({ password: next, ...(verifies && { email_verified_at: now }) })
          .where("id", "=", id)
          .where("password", "=", verified)
          .where("disabled_at", "is", null);
        // Whoever reads mail at an address that was given up this very moment chooses no password any more.
        const { numUpdatedRows } = await (proves === undefined
          ? changing
          : changing.where("email", "=", proves)
        ).executeTakeFirst();
        if (numUpdatedRows === 0n) return undefined;
        if (verifies) {
          await record(note && { ...note, name: "emailVerified" }, { at: now, userId: id });
        }
        await raiseEpoch(transaction, id, now);
        await forgetGuesses(transaction, id);
        const epoch = await epochOf(transaction, id);
        const entry = goesOn && { ...goesOn.as, userId: id, epoch };
        const didGoOn = !!entry && (await cycleSession(transaction, goesOn.sid, entry, now));
        await record(note, { at: now, userId: id, sid: didGoOn ? entry.sid : undefined });
        return { epoch, goesOn: didGoOn };
      }),

    verifyEmail: ({ id, email, verified, before }, now, note) =>
      act(async (transaction, record) => {
        const key = emailKey(email);
        const owner = await ownerOf(transaction, dialect, key);
        if (owner !== undefined && owner !== id) return "taken";
        // Its own verified address once more: the proof has been used.
        if (owner === id && email === before) return "stale";
        const { numUpdatedRows } = await transaction
          .updateTable("countersign_users")
          .set({ email, email_key: key, email_verified_at: now })
          .where("id", "=", id)
          .where("password", "=", verified)
          .where("email", before === undefined ? "is" : "=", before ?? null)
          .where("disabled_at", "is", null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return "stale";
        await record(note, { at: now, userId: id });
        return "verified";
      }),
  };
};
