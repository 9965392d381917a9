import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditLine } from "../../src/stores/database-audit.ts";
import { databaseAudit } from "../../src/stores/database-audit.ts";
import { followAudit } from "../../src/stores/follow-audit.ts";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { temporaryPostgres } from "../database/temporary-postgres.ts";

const line = (id: number): AuditLine => ({ id, event: { name: "loggedIn" } as AuditLine["event"] });

/** An audit in which lines are there from the moment on that somebody says. */
const auditOf = (...ids: number[]) => ({
  ids: new Set(ids),
  async readBehind(after: number, turnedUp: readonly number[], limit: number) {
    return [...this.ids]
      .filter((id) => id > after || turnedUp.includes(id))
      .sort((one, other) => one - other)
      .slice(0, limit)
      .map(line);
  },
});

const idsOf = (lines: readonly AuditLine[]) => lines.map(({ id }) => id);

test("finds each new line once, and none that was there before", async () => {
  const audit = auditOf(1, 2, 3);
  const follower = followAudit(audit, 3);
  assert.deepEqual(idsOf(await follower.look()), []);
  audit.ids.add(4).add(5);
  assert.deepEqual(idsOf(await follower.look()), [4, 5]);
  assert.deepEqual(idsOf(await follower.look()), []);
});

test("finds a line that turns up below those it knows, for a minute; what was rolled back it forgets", async () => {
  let now = 0;
  const audit = auditOf(1, 3);
  const follower = followAudit(audit, 3, () => now);
  await follower.look();
  audit.ids.add(2).add(7);
  assert.deepEqual(idsOf(await follower.look()), [2, 7], "2 was not committed when it began");
  audit.ids.add(5);
  assert.deepEqual(idsOf(await follower.look()), [5]);
  now += 60_001;
  audit.ids.add(6).add(8);
  assert.deepEqual(idsOf(await follower.look()), [8]);
});

test("leaves out what was found in another way", async () => {
  const audit = auditOf(1, 3);
  const follower = followAudit(audit, 3);
  await follower.look();
  audit.ids.add(2);
  follower.leaveOut(2);
  assert.deepEqual(idsOf(await follower.look()), []);
});

test("lags behind no burst, and remembers few of a jump in the numbers", async () => {
  const audit = auditOf(1);
  const follower = followAudit(audit, 1);
  await follower.look();
  for (let id = 2; id <= 2_100; id += 1) audit.ids.add(id);
  assert.equal((await follower.look()).length, 2_099);
  audit.ids.add(9_000_000_000);
  assert.deepEqual(idsOf(await follower.look()), [9_000_000_000]);
  audit.ids.add(8_999_999_999).add(3_000);
  assert.deepEqual(idsOf(await follower.look()), [8_999_999_999]);
});

test("on PostgreSQL a line is found that was written before another and committed after it", {
  skip: skipsPostgres,
}, async (t) => {
  const database = await temporaryPostgres(t, await postgresDatabase(t));
  const audit = databaseAudit(database);
  const insert = (db: typeof database.kysely, event: string) =>
    db.insertInto("countersign_audit").values({
      ...{ at: 1, event, actor: "visitor", user_id: null, username: null, operator: null },
      ...{ request_id: null, address: null, session: null, details: null },
    });
  const follower = followAudit(audit, await audit.newest());
  const { promise: committed, resolve: commit } = Promise.withResolvers<void>();
  const { promise: written, resolve: write } = Promise.withResolvers<void>();
  const slow = database.kysely.transaction().execute(async (transaction) => {
    await insert(transaction as typeof database.kysely, "loggedOut").execute();
    write();
    await committed;
  });
  await written;
  await insert(database.kysely, "loggedIn").execute();
  const names = async () => (await follower.look()).map(({ event }) => event.name);
  assert.deepEqual(await names(), ["loggedIn"]);
  assert.deepEqual(await names(), []);
  commit();
  await slow;
  assert.deepEqual(await names(), ["loggedOut"]);
  assert.deepEqual(await names(), []);
});
