import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** The row in which everybody's epoch is: no user has this id. */
export const EVERYBODY = 0;

/** What a statement reads of epochs, when it joins `countersign_epochs` as `own` and as `every`. */
export interface EpochsRow {
  /** Null if it was never raised. */
  readonly own_epoch: number | null;
  readonly own_raised_at: number | null;
  readonly every_epoch: number | null;
  readonly every_raised_at: number | null;
}

export const EPOCH_COLUMNS: readonly (
  | "own.epoch as own_epoch"
  | "own.raised_at as own_raised_at"
  | "every.epoch as every_epoch"
  | "every.raised_at as every_raised_at"
)[] = [
  "own.epoch as own_epoch",
  "own.raised_at as own_raised_at",
  "every.epoch as every_epoch",
  "every.raised_at as every_raised_at",
];

/** Both only grow, and so does their sum: what was less than it once stays so. */
export const toEpoch = (row: EpochsRow): { readonly epoch: number; readonly raisedAt: number } => ({
  epoch: (row.own_epoch ?? 0) + (row.every_epoch ?? 0),
  raisedAt: Math.max(row.own_raised_at ?? 0, row.every_raised_at ?? 0),
});

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
