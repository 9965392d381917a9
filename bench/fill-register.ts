import { randomBytes } from "node:crypto";
import type { Database } from "../src/database/database.ts";

/** How many users a database has that is no toy, and how many of their logins the register knows. */
export const USERS = 20_000;
const LOGINS = 100_000;

/** At once: neither database takes many more values in one statement. */
const BATCH = 1_000;

/** Fills an empty database, so that what is searched for lies far apart. Users are 1 to `USERS`. */
export const fillRegister = async ({ kysely }: Database): Promise<void> => {
  const now = Date.now();
  await inBatches(USERS, (numbers) =>
    kysely
      .insertInto("countersign_users")
      .values(
        numbers.map((number) => ({
          username: `user${number}`,
          username_key: `user${number}`,
          email: null,
          email_verified_at: null,
          password: "!",
          created_at: now,
          last_login_at: null,
          disabled_at: null,
        })),
      )
      .execute(),
  );
  await inBatches(USERS, (numbers) =>
    kysely
      .insertInto("countersign_epochs")
      .values(numbers.map((number) => ({ user_id: number, epoch: 0, raised_at: now })))
      .execute(),
  );
  await inBatches(LOGINS, (numbers) =>
    kysely
      .insertInto("countersign_sessions")
      .values(
        numbers.map((number) => ({
          sid: randomBytes(16).toString("base64url"),
          user_id: (number % USERS) + 1,
          epoch: 0,
          entered_at: now,
          last_seen_at: now,
          expires_at: now + 1e9,
          ended_at: null,
          successor: null,
          user_agent: null,
          address: null,
        })),
      )
      .execute(),
  );
};

/** Each number from 1 on, `BATCH` at a time. */
const inBatches = async (
  count: number,
  insert: (numbers: readonly number[]) => Promise<unknown>,
): Promise<void> => {
  for (let from = 1; from <= count; from += BATCH) {
    await insert(Array.from({ length: BATCH }, (_, at) => from + at));
  }
};
