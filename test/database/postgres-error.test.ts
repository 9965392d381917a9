import assert from "node:assert/strict";
import { suite, type TestContext, test } from "node:test";
import { inspect } from "node:util";
import { sql } from "kysely";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { postgresDatabase, skipsPostgres } from "./postgres-server.ts";
import { temporaryPostgres } from "./temporary-postgres.ts";

const HASH = "bcrypt_sha256$$2b$04$canary";
const ADA = { username: "ada", usernameKey: "ada", email: undefined, password: HASH };

/** Of registering Ada, after somebody did this to the database. */
const refusalAfter = async (t: TestContext, ...statements: readonly string[]): Promise<unknown> => {
  const address = await postgresDatabase(t);
  const before = await temporaryPostgres(t, address);
  for (const statement of statements) await sql.raw(statement).execute(before.kysely);
  return databaseAccounts(await temporaryPostgres(t, address))
    .register(ADA, 1)
    .then(() => assert.fail("it was taken"))
    .catch((error: unknown) => error);
};

/** As a console shows it that shows everything. */
const everythingOf = (error: unknown): string => inspect(error, { depth: 9, showHidden: true });

suite("what PostgreSQL says of an error", { skip: skipsPostgres }, () => {
  test("names the rule that a row breaks, and not the row", async (t) => {
    const rule = "alter table countersign_users add constraint no_ada check (username <> 'ada')";
    const said = everythingOf(await refusalAfter(t, rule));
    assert.match(said, /23514/);
    assert.match(said, /no_ada/);
    assert.doesNotMatch(said, /canary/);
  });

  test("holds no values of a statement, though its server is set to tell them", async (t) => {
    const said = everythingOf(
      await refusalAfter(
        t,
        "do $$ begin execute 'alter database ' || current_database() || ' set log_parameter_max_length_on_error = -1'; end $$",
        "create function refuse() returns trigger language plpgsql as $$ begin raise 'no' using errcode = '53100'; end $$",
        "create trigger refuse before insert on countersign_users for each row execute function refuse()",
      ),
    );
    assert.match(said, /its disk is full/);
    assert.doesNotMatch(said, /canary/);
  });
});
