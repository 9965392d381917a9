// Above 150 lines, for it is one idea: what a site over PostgreSQL does while that fails, a test a fault.
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { openPostgres } from "../../src/database/postgres.ts";
import { postgresDatabase, postgresServer, skipsPostgres } from "../database/postgres-server.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { checkUnavailable } from "./check-unavailable.ts";
import { slowness } from "./in-time.ts";
import { ADA, BOB } from "./people.ts";
import { answersWithin, column, postgresSite, seen, somebody, timed } from "./postgres-site.ts";
import { type Answer, send } from "./send.ts";
import type { Ending } from "./temporary-folder.ts";
import {
  BACK,
  checkAllIsWell,
  checkNothingGoes,
  checkReadsOnly,
  member,
  SOON,
  welcome,
} from "./while-the-database-fails.ts";

suite("a site over PostgreSQL", { skip: skipsPostgres, concurrency: 2 }, () => {
  test("two that start at once on an empty database migrate it once, and both serve (T228)", async (t) => {
    const database = await postgresDatabase(t);
    const [one, two] = await Promise.all([postgresSite(t, database), postgresSite(t, database)]);
    const { cookie } = await member(one, ADA);
    assert.equal((await welcome(two, cookie)).status, 200);
    const migrations = await column(database, "select name from countersign_migrations");
    assert.ok(migrations.length > 0);
    assert.equal(new Set(migrations).size, migrations.length);
  });

  test("fifty registrations of one name over two nodes are one user and 49 times taken (T216, T218)", async (t) => {
    const database = await postgresDatabase(t);
    const sites = await Promise.all([postgresSite(t, database), postgresSite(t, database)]);
    const answers: Answer[] = [];
    await Promise.all(
      Array.from({ length: 10 }, async (_, lane) => {
        const site = sites[lane % 2]!;
        for (let at = 0; at < 5; at++) {
          answers.push(await browserLikeClient(site).postJson("/register", ADA));
        }
      }),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(49).fill(422)]);
    for (const answer of answers.filter(({ status }) => status === 422)) {
      assert.equal((answer.json() as { code: string }).code, "username.taken");
      assert.deepEqual(answer.setCookies, []);
    }
    assert.deepEqual(await column(database, "select username from countersign_users"), ["ada"]);
    assert.equal((await column(database, "select sid from countersign_sessions")).length, 1);
  });

  test("a login counts on the other node the moment it is answered, and so does a logout (T229)", async (t) => {
    const database = await postgresDatabase(t);
    const [one, two] = await Promise.all([postgresSite(t, database), postgresSite(t, database)]);
    await member(one, ADA);
    for (let turn = 0; turn < 10; turn++) {
      const browser = browserLikeClient(one);
      const answer = await browser.post("/login", ADA);
      const { cookie } = browser;
      const path = answer.headers.location ?? "";
      assert.equal((await send(two.url, { path, headers: { Cookie: cookie } })).status, 200);
      await browser.post("/logout");
      assert.equal((await welcome(two, cookie)).status, 401);
    }
  });

  test("killed between the two inserts of a registration, has neither; and is soon back (T236)", async (t) => {
    const server = await postgresServer(t);
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, BOB);
    const holder = await somebody(t, server.address());
    await holder.query("begin; lock table countersign_sessions in access exclusive mode");
    const registering = browserLikeClient(site).postJson("/register", ADA);
    await seen(server.address(), "select pid from pg_stat_activity where wait_event_type = 'Lock'");
    await server.kill();
    checkUnavailable(await registering);
    await server.start();
    const users = "select username from countersign_users";
    assert.deepEqual(await column(server.address(), users), ["bob"]);
    await answersWithin(BACK, 200, () => welcome(site, cookie));
    assert.equal((await browserLikeClient(site).postJson("/register", ADA)).status, 201);
    assert.equal(
      (await column(server.address(), "select sid from countersign_sessions")).length,
      2,
    );
  });

  test("a registration whose COMMIT was done and not answered is 503, and whole (T236)", async (t) => {
    const address = new URL(await postgresDatabase(t));
    const direct = address.href;
    const proxy = await tcpProxy(t, Number(address.port));
    address.port = String(proxy.port);
    const site = await postgresSite(t, address.href);
    await member(site, BOB);
    const cut = proxy.cutAfter("commit");
    const { result, took } = await timed(() => browserLikeClient(site).postJson("/register", ADA));
    checkUnavailable(result);
    assert.ok(took < SOON * slowness());
    await cut;
    await proxy.restore();
    const logins = `select username from countersign_users join countersign_sessions
      on user_id = id order by id`;
    assert.deepEqual(await column(direct, logins), ["bob", "ada"]);
    await answersWithin(BACK, 200, () => browserLikeClient(site).postJson("/login", ADA));
  });

  test("survives a restart of an idle PostgreSQL, and one that sends everybody away (T237)", async (t) => {
    const server = await postgresServer(t);
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, ADA);
    await server.restart();
    await checkAllIsWell(site, cookie);
    await server.stop("immediate");
    await checkNothingGoes(site, cookie);
    await server.start();
    await checkAllIsWell(site, cookie);
    await column(
      server.address(),
      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
    );
    await checkAllIsWell(site, cookie);
    assert.equal((await site.end()).code, 0);
  });

  test("read-only, shows pages and is 503 where it would write; writable again, writes (T238)", async (t) => {
    const server = await postgresServer(t);
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, ADA);
    // When they were last seen would be written down today.
    await column(server.address(), "update countersign_sessions set last_seen_at = 0");
    const switchTo = async (readOnly: "on" | "off"): Promise<void> => {
      const administrator = await somebody(t, server.address());
      await administrator.query("set default_transaction_read_only = off");
      await administrator.query(`alter system set default_transaction_read_only = ${readOnly}`);
      await administrator.query("select pg_reload_conf()");
      await seen(
        server.address(),
        `select 1 where current_setting('default_transaction_read_only') = '${readOnly}'`,
      );
    };
    await switchTo("on");
    await checkReadsOnly(site, cookie);
    await switchTo("off");
    await answersWithin(BACK, 200, () => browserLikeClient(site).postJson("/login", ADA));
    assert.equal(
      (await browserLikeClient(site, { Cookie: cookie }).postJson("/logout")).status,
      204,
    );
    assert.equal((await welcome(site, cookie)).status, 401);
  });

  test("finds no place at the server: one that comes in a second is waited for, else it is 503 (T239)", async (t) => {
    const settings = { max_connections: "12", superuser_reserved_connections: "0" };
    const server = await postgresServer(t, { settings: { ...settings, max_wal_senders: "0" } });
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, ADA);
    const administrator = await somebody(t, server.address());
    const takeAll = () => takeEveryPlace(t, administrator, server.address());

    let guests = await takeAll();
    const crowd = Promise.all(Array.from({ length: 20 }, () => welcome(site, cookie)));
    await setTimeout(1_000);
    await Promise.all(guests.map((guest) => guest.end()));
    for (const { status } of await crowd) assert.equal(status, 200);

    guests = await takeAll();
    await checkNothingGoes(site, cookie);
    await Promise.all(guests.map((guest) => guest.end()));
    await checkAllIsWell(site, cookie);
  });

  /** Sends the site's connections away and comes in their place, until all places are one's own. */
  const takeEveryPlace = async (
    t: Ending,
    administrator: pg.Client,
    address: string,
  ): Promise<readonly pg.Client[]> => {
    const guests: pg.Client[] = [];
    for (;;) {
      await administrator.query(
        `select pg_terminate_backend(pid, 1000) from pg_stat_activity where pid <> pg_backend_pid()
         and backend_type = 'client backend' and application_name <> 'guest'`,
      );
      try {
        while (guests.length < 11) {
          guests.push(await somebody(t, `${address}?application_name=guest`));
        }
        return guests;
      } catch (error) {
        assert.equal((error as { code?: string }).code, "53300");
      }
    }
  };

  test("each connection waits for a lock: a second is waited for, more is 503; then serves (T239)", async (t) => {
    const database = await postgresDatabase(t);
    const site = await postgresSite(t, database);
    const { cookie } = await member(site, ADA);
    const holder = await somebody(t, database);
    const crowd = (): Promise<readonly { took: number; result: Answer }[]> =>
      Promise.all(Array.from({ length: 60 }, () => timed(() => welcome(site, cookie))));

    await holder.query("begin; lock table countersign_users in access exclusive mode");
    const [patient] = await Promise.all([
      crowd(),
      setTimeout(1_000).then(() => holder.query("rollback")),
    ]);
    for (const { result } of patient) assert.equal(result.status, 200);

    await holder.query("begin; lock table countersign_users in access exclusive mode");
    for (const { result, took } of await crowd()) {
      checkUnavailable(result);
      // Whoever came second waits as long for a connection, and then as long as the first for the lock.
      assert.ok(took < 2 * SOON * slowness(), `503 only after ${took} ms`);
    }
    await holder.query("rollback");
    await checkAllIsWell(site, cookie);
  });

  test("three serialisation failures or deadlocks are tried again, more are 503 (T240)", async (t) => {
    const database = await postgresDatabase(t);
    const site = await postgresSite(t, database, { COUNTERSIGN_ENGINE: "database" });
    const somebodyElse = await somebody(t, database);
    // A sequence counts on in transactions that are rolled back.
    await somebodyElse.query(`create sequence tries;
      create table troubles (count int not null, code text not null); insert into troubles values (0, '40001');
      create function trouble() returns trigger language plpgsql as $$ begin
        if nextval('tries') <= (select count from troubles) then
          raise exception 'trouble' using errcode = (select code from troubles);
        end if;
        return new;
      end $$`);
    const trouble = (count: number) =>
      somebodyElse.query(`select setval('tries', 1, false); update troubles set count = ${count}`);

    for (const [code, table, username] of [
      ["40001", "countersign_sessions", "ada"],
      ["40P01", "countersign_sessions", "bob"],
      // Not in a transaction, but of a statement by itself.
      ["40P01", "countersign_session_data", "eve"],
    ] as const) {
      const who = { ...ADA, username };
      await somebodyElse.query(`update troubles set code = '${code}';
        create trigger trouble before insert on ${table} for each row execute function trouble()`);
      await trouble(3);
      assert.equal((await browserLikeClient(site).postJson("/register", who)).status, 201);
      await trouble(3);
      assert.equal((await browserLikeClient(site).postJson("/login", who)).status, 200);
      await trouble(100);
      checkUnavailable(await browserLikeClient(site).postJson("/login", who));
      assert.deepEqual(await column(database, "select last_value::int from tries"), [4]);
      await trouble(0);
      assert.equal((await browserLikeClient(site).postJson("/login", who)).status, 200);
      await somebodyElse.query(`drop trigger trouble on ${table}`);
    }
  });

  test("silent, is 503 within two seconds, alive meanwhile, and back within five (T248)", async (t) => {
    const server = await postgresServer(t);
    const site = await postgresSite(t, server.address());
    const { cookie } = await member(site, ADA);
    server.pause();
    await checkNothingGoes(site, cookie);
    await checkNothingGoes(site, cookie);
    server.resume();
    await checkAllIsWell(site, cookie);
    assert.equal((await site.end()).code, 0);
  });

  test("silent, is waited for by a thousand and no more: who comes then is told at once (T248)", async (t) => {
    const address = new URL(await postgresDatabase(t));
    const proxy = await tcpProxy(t, Number(address.port));
    address.port = String(proxy.port);
    const database = await openPostgres(address.href);
    t.after(() => database.close());
    const read = database.prepare(database.kysely.selectNoFrom((one) => one.val(1).as("one")));
    assert.ok(await read(1));
    proxy.hang();
    const asked = await Promise.all(
      Array.from({ length: 2_000 }, () =>
        timed(() => assert.rejects(async () => read(1), { code: "storage.unavailable" })),
      ),
    );
    const atOnce = asked.filter(({ took }) => took < 1_000).length;
    assert.ok(atOnce > 900 && atOnce < 1_100, `${atOnce} were told at once`);
    for (const { took } of asked) assert.ok(took < SOON * slowness());
    await proxy.restore();
    assert.ok(await read(1));
  });

  test("packets lost on the way, is 503 within two seconds, and back within five (T249)", async (t) => {
    const address = new URL(await postgresDatabase(t));
    const proxy = await tcpProxy(t, Number(address.port));
    address.port = String(proxy.port);
    const site = await postgresSite(t, address.href);
    const { cookie } = await member(site, ADA);
    proxy.hang();
    await checkNothingGoes(site, cookie);
    await proxy.restore();
    await checkAllIsWell(site, cookie);
  });
});
