import assert from "node:assert/strict";
import { suite, test } from "node:test";
import pg from "pg";
import type { Ending } from "../stories/temporary-folder.ts";
import { canBeApart, networkApart } from "./network-apart.ts";
import { postgresDatabase, postgresServer, skipsPostgres } from "./postgres-server.ts";
import { tcpProxy } from "./tcp-proxy.ts";

/** A connection that minds no end, closed when the test is over. */
const connected = async (t: Ending, address: string): Promise<pg.Client> => {
  const client = new pg.Client(address);
  client.on("error", () => {});
  await client.connect();
  t.after(() => void client.end());
  return client;
};

/** Waits a fifth of a second for somebody who answers. */
const connectedSoon = (connectionString: string): Promise<void> =>
  new pg.Client({ connectionString, connectionTimeoutMillis: 200 }).connect().then(() => {});

const count = async (client: pg.Client): Promise<number> =>
  (await client.query<{ count: number }>("SELECT count(*)::int AS count FROM a")).rows[0]?.count ??
  0;

const GONE = (error: Error): boolean => /terminated|closed|ECONN/.test(error.message);

suite("the PostgreSQL of our tests", { skip: skipsPostgres, concurrency: true }, () => {
  test("gives each test a database of its own", async (t) => {
    const addresses = await Promise.all([postgresDatabase(t), postgresDatabase(t)]);
    const clients = await Promise.all(addresses.map((address) => connected(t, address)));
    for (const client of clients) await client.query("CREATE TABLE a (b int)");
    await clients[0]?.query("INSERT INTO a VALUES (1)");
    assert.deepEqual(await Promise.all(clients.map(count)), [1, 0]);
  });

  test("killed and started, has what was committed and nothing else; stopped as well", async (t) => {
    const server = await postgresServer(t);
    const before = await connected(t, server.address());
    await before.query("CREATE TABLE a (b int)");
    await before.query("INSERT INTO a VALUES (1)");
    await before.query("BEGIN");
    await before.query("INSERT INTO a VALUES (2)");
    await server.kill();
    await assert.rejects(connected(t, server.address()), { code: "ECONNREFUSED" });
    await server.start();
    assert.equal(await count(await connected(t, server.address())), 1);
    for (const mode of ["fast", "immediate"] as const) {
      await server.stop(mode);
      await assert.rejects(connected(t, server.address()), { code: "ECONNREFUSED" });
      await server.start();
      assert.equal(await count(await connected(t, server.address())), 1);
    }
  });

  test("paused, answers nothing; resumed, all that was asked", async (t) => {
    const server = await postgresServer(t);
    const client = await connected(t, server.address());
    server.pause();
    const answer = client.query("SELECT 1");
    await assert.rejects(connectedSoon(server.address()), /timeout/);
    server.resume();
    await answer;
  });

  test("followed by a standby that has what it has, and refuses a write", async (t) => {
    const server = await postgresServer(t, { settings: { synchronous_standby_names: "*" } });
    const client = await connected(t, server.address());
    await client.query("SET synchronous_commit = local");
    await client.query("CREATE TABLE a (b int)");
    const standby = await server.standby();
    await client.query("SET synchronous_commit = remote_apply");
    await client.query("INSERT INTO a VALUES (1)");
    const follower = await connected(t, standby.address());
    assert.equal(await count(follower), 1);
    await assert.rejects(follower.query("INSERT INTO a VALUES (2)"), { code: "25006" });
  });

  test("takes settings: two connections may, the third finds no place", async (t) => {
    const settings = { max_connections: "2", superuser_reserved_connections: "0" };
    const server = await postgresServer(t, { settings: { ...settings, max_wal_senders: "0" } });
    await connected(t, server.address());
    await connected(t, server.address());
    await assert.rejects(connected(t, server.address()), { code: "53300" });
  });
});

const skipsApart = skipsPostgres || (canBeApart ? false : "this process may not make networks");

test("on a network of its own, loses each packet and tells nobody; restored, all comes", {
  skip: skipsApart,
}, async (t) => {
  const network = networkApart();
  const server = await postgresServer(t, { network });
  const client = await connected(t, server.address());
  await client.query("SELECT 1");
  network.lose();
  const answer = client.query("SELECT 1");
  await assert.rejects(connectedSoon(server.address()), /timeout/);
  network.restore();
  await answer;
  await connected(t, server.address());
});

suite("the proxy in front of it", { skip: skipsPostgres, concurrency: true }, () => {
  const through = async (t: Ending) => {
    const address = new URL(await postgresDatabase(t));
    const direct = await connected(t, address.href);
    const proxy = await tcpProxy(t, Number(address.port));
    address.port = String(proxy.port);
    return { proxy, direct, address: address.href };
  };

  test("brings all over; cut, nothing and nobody; restored, all again", async (t) => {
    const { proxy, address } = await through(t);
    const client = await connected(t, address);
    await client.query("SELECT 1");
    await proxy.cut();
    await assert.rejects(client.query("SELECT 1"), GONE);
    await assert.rejects(connected(t, address), { code: "ECONNREFUSED" });
    await proxy.restore();
    await (await connected(t, address)).query("SELECT 1");
  });

  test("hanging, keeps what is asked until it is restored", async (t) => {
    const { proxy, address } = await through(t);
    const client = await connected(t, address);
    proxy.hang();
    const answers = Promise.all([client.query("SELECT 1"), connected(t, address)]);
    await assert.rejects(connectedSoon(address), /timeout/);
    await proxy.restore();
    await answers;
  });

  test("delays each way; restored, no more", async (t) => {
    const { proxy, address } = await through(t);
    const client = await connected(t, address);
    const timed = async (): Promise<number> => {
      const start = performance.now();
      await client.query("SELECT 1");
      return performance.now() - start;
    };
    proxy.delay(200);
    assert.ok((await timed()) >= 400);
    await proxy.restore();
    assert.ok((await timed()) < 400);
  });

  test("cuts after a commit, which happened and whose answer is lost", async (t) => {
    const { proxy, direct, address } = await through(t);
    await direct.query("CREATE TABLE a (b int)");
    const client = await connected(t, address);
    const cut = proxy.cutAfter("COMMIT");
    await client.query("BEGIN");
    await client.query("INSERT INTO a VALUES (1)");
    await assert.rejects(client.query("COMMIT"), GONE);
    await cut;
    assert.equal(await count(direct), 1);
    await assert.rejects(connected(t, address), { code: "ECONNREFUSED" });
  });
});
