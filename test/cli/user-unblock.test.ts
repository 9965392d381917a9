import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { databaseCounters } from "../../src/stores/database-counters.ts";
import { accountCounter, deviceCounter } from "../../src/throttle/counter-of.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { ADA } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { runCommand } from "./run-command.ts";

const INPUT = `${ADA.password}\n`;

test("user show says how many logins failed in a row and until when one waits, and user unblock forgets them", async (t) => {
  const folder = temporaryFolder(t);
  await runCommand(["user", "add", "ada"], { folder, input: INPUT });
  const database = await temporaryDatabase(t, join(folder, "data", "countersign.db"));
  const counters = databaseCounters(database);
  const fail = async (times: number, now: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) await counters.count([accountCounter(1)], now);
  };
  const show = async (...flags: readonly string[]) => {
    const shown = await runCommand(["user", "show", "ada", ...flags], { folder });
    assert.equal(shown.code, 0);
    return shown;
  };
  assert.match((await show()).out, /Failed logins in a row +none\n/);
  await fail(3, Date.now());
  assert.match((await show()).out, /Failed logins in a row +3\n/);

  const ahead = Date.now() + 3_600_000;
  await fail(2, ahead);
  await counters.count([deviceCounter(1, "phone")], ahead);
  assert.match((await show()).out, /in a row +5: the next attempt waits until \d{4}-/);
  const { failuresInARow, blockedUntil } = (await show("--json")).json() as Record<string, unknown>;
  assert.deepEqual([failuresInARow, blockedUntil], [5, new Date(ahead + 1_000).toISOString()]);

  const unblocked = await runCommand(["user", "unblock", "ADA", "--json"], { folder });
  assert.deepEqual(unblocked.json(), { username: "ada", forgotten: 5 });
  assert.match((await show()).out, /in a row +none\n/);
  assert.equal(await counters.failuresOf("device:1:phone"), undefined);

  for (let time = 1; time <= 100; time += 1) await fail(1, ahead + time * 900_000);
  assert.match(
    (await show()).out,
    /in a row +100: closed but on known devices, until `user unblock`/,
  );
  const again = await runCommand(["user", "unblock", "ada"], { folder });
  assert.match(again.out, /^Unblocked ada: 100 failed logins in a row forgotten/);
});

test("user unblock of nobody is an error that says where to look", async (t) => {
  const folder = temporaryFolder(t);
  await runCommand(["user", "add", "ada"], { folder, input: INPUT });
  const { code, err } = await runCommand(["user", "unblock", "eve"], { folder });
  assert.equal(code, 1);
  assert.match(err, /There is no user "eve"/);
});
