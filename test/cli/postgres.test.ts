import assert from "node:assert/strict";
import { test } from "node:test";
import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, BOB } from "../stories/people.ts";
import { column } from "../stories/postgres-site.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { runCommand } from "./run-command.ts";

const OUR_TABLES = "select relname from pg_class where relname like 'countersign%'";

test("every command does on PostgreSQL what it does on SQLite", {
  skip: skipsPostgres,
}, async (t) => {
  const database = await postgresDatabase(t);
  const folder = temporaryFolder(t);
  const run = (words: string, input = "") =>
    runCommand(words.split(" "), {
      folder,
      input,
      environment: { COUNTERSIGN_DATABASE: database },
    });
  /** What is printed by a command that ends well. */
  const out = async (words: string, input?: string): Promise<string> => {
    const { code, out, err } = await run(words, input);
    assert.deepEqual([code, err], [0, ""], words);
    return out;
  };

  // What only looks makes nothing in a database that may be the wrong one.
  const early = await run("session list");
  assert.equal(early.code, 1);
  assert.match(
    early.err,
    /^countersign: COUNTERSIGN_DATABASE: there are no tables of ours in it; [^\n]*`countersign migrate`\.\n$/,
  );
  assert.deepEqual(await column(database, OUR_TABLES), []);

  assert.match(await out("migrate"), /^Applied \d+: 0001-users-and-sessions/);
  assert.equal(await out("user add ada", `${ADA.password}\n`), "Added ada with id 1.\n");
  assert.match(await out("user list"), / {7}1 .* never +ada\n$/);

  const site = await siteUnderTest(t, { database });
  const [ada, again, bob] = [site, site, site].map((each) => browserLikeClient(each));
  await ada?.post("/login", ADA);
  await again?.post("/login", ADA);
  await bob?.post("/register", BOB);
  const isWelcome = async (browser = ada): Promise<boolean> =>
    (await browser?.get("/welcome"))?.status === 200;

  assert.match(await out("user show ada"), /bcrypt_sha256\$\$2b\$04\$/);
  const listed = JSON.parse(await out("session list --json")) as { id: string; username: string }[];
  assert.deepEqual(
    listed.map(({ username }) => username),
    ["bob", "ada", "ada"],
  );
  const sessions = JSON.parse(await out("user sessions ada --json")) as { id: string }[];
  assert.equal(sessions.length, 2);

  assert.equal(await isWelcome(bob), true);
  assert.equal(await out(`session end ${listed[0]?.id}`), "Ended.\n");
  assert.equal(await isWelcome(bob), false);
  assert.equal(await isWelcome(ada), true);
  assert.equal(await out("user logout ada"), "Ended 2 sessions of ada.\n");
  assert.deepEqual([await isWelcome(ada), await isWelcome(again)], [false, false]);

  await bob?.post("/login", BOB);
  const shell = await out(
    "shell",
    '(await sessions.of("bob")).length\n(await users.get("ada")).id\n',
  );
  assert.match(shell, /^1\n1\n/);
  assert.equal(await out("session end --all"), "Ended 1 session, everybody's.\n");
  assert.equal(await isWelcome(bob), false);
  await column(database, "update countersign_sessions set expires_at = 1");
  assert.equal(await out("session sweep"), "Deleted 4 expired sessions.\n");
});
