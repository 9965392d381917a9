import { type AliasedRawBuilder, type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** The row in which everybody's epoch is: no user has this id. */
export const EVERYBODY = 0;

// For statements that join `countersign_epochs` as `own` and as `every`.

/** Both only grow, and so does their sum: what was less than it once stays so. */
export const EPOCH: AliasedRawBuilder<number, "epoch"> =
  sql<number>`coalesce(own.epoch, 0) + coalesce(every.epoch, 0)`.as("epoch");

/** When either was raised last. Asked only where there are sessions of another system's making. */
export const RAISED_AT: AliasedRawBuilder<number, "raised_at"> =
  sql<number>`case when coalesce(own.raised_at, 0) > coalesce(every.raised_at, 0) then own.raised_at else coalesce(every.raised_at, 0) end`.as(
    "raised_at",
  );

/** The user's own, which a new password raises. */
export const DEVICE_EPOCH: AliasedRawBuilder<number, "device_epoch"> =
  sql<number>`coalesce(own.device_epoch, 0)`.as("device_epoch");

/** A user's epoch, within whatever transaction wants to know it. */
export const epochOf = async (db: Kysely<Tables>, userId: number): Promise<number> => {
  const { total } = await db
    .selectFrom("countersign_epochs")
    .select(({ fn }) => fn.sum<number | null>("epoch").as("total"))
    .where("user_id", "in", [userId, EVERYBODY])
    .executeTakeFirstOrThrow();
  return Number(total ?? 0);
};

/** Raises a user's epoch, within whatever transaction ends their sessions. */
export const raiseEpoch = (db: Kysely<Tables>, userId: number, now: number): Promise<unknown> =>
  raise(db, userId, now, 1);

/** With another password no device is known any more. Behind `raiseEpoch`, which makes the row. */
export const forgetDevices = (db: Kysely<Tables>, userId: number): Promise<unknown> =>
  db
    .updateTable("countersign_epochs")
    .set(({ eb }) => ({ device_epoch: eb("device_epoch", "+", 1) }))
    .where("user_id", "=", userId)
    .execute();

/**
 * Raises everybody's. To the seconds since 1970 at least, and not by one: above every epoch that a
 * session may carry which began after the backup that is in place now.
 */
export const raiseEveryEpoch = (db: Kysely<Tables>, now: number): Promise<unknown> =>
  raise(db, EVERYBODY, now, Math.floor(now / 1_000));

const raise = (
  db: Kysely<Tables>,
  user_id: number,
  raised_at: number,
  least: number,
): Promise<unknown> => {
  const next = sql<number>`case when countersign_epochs.epoch >= ${least} then countersign_epochs.epoch + 1 else ${least} end`;
  return db
    .insertInto("countersign_epochs")
    .values({ user_id, epoch: least, raised_at })
    .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ epoch: next, raised_at }))
    .execute();
};
