// Over 150 lines because it is one race in many orders, and each order is a test that reads by itself.
import assert from "node:assert/strict";
import { after, suite, test } from "node:test";
import type { CacheClient } from "../../src/engines/cache-client.ts";
import { layeredShelf } from "../../src/engines/layered-shelf.ts";
import { sessionCopies } from "../../src/engines/session-copies.ts";
import type { Shelf, StoredSession } from "../../src/engines/shelf.ts";
import { CountersignError } from "../../src/errors/countersign-error.ts";
import { changeStored, noChange } from "../../src/sessions/session-change.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import { ioredis, newPrefix } from "./redis-clients.ts";
import { redisServer, skipsRedis } from "./redis-server.ts";

const server = skipsRedis ? undefined : await redisServer({ after });
const NOW = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600_000;

const sessionOf = (n: number, expiresAt = NOW + HOUR): StoredSession => ({
  digest: "d".repeat(43),
  data: new Map([["n", n]]),
  marks: {},
  savedAt: NOW,
  expiresAt,
});

const setTo = (n: number) => ({
  change: { ...noChange(), set: new Map([["n", n]]) },
  savedAt: NOW,
  expiresAt: NOW + HOUR,
});

/** Where something waits until the test lets it go on. */
interface Gate {
  readonly reached: Promise<void>;
  open(): void;
  readonly opened: Promise<void>;
  reach(): void;
}

const newGate = (): Gate => {
  const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    reached: reached.promise,
    opened: opened.promise,
    open: opened.resolve,
    reach: reached.resolve,
  };
};

/** A durable shelf whose acts wait at gates, where the test has put one. */
const slowShelf = () => {
  const rows = new Map<string, StoredSession>();
  const gates: { afterRead?: Gate | undefined; beforeWrite?: Gate | undefined } = {};
  let reads = 0;
  const wait = async (name: keyof typeof gates): Promise<void> => {
    const gate = gates[name];
    gates[name] = undefined;
    gate?.reach();
    await gate?.opened;
  };
  const shelf: Shelf = {
    async read(id) {
      reads += 1;
      const row = rows.get(id);
      await wait("afterRead");
      return row;
    },
    insert: (id, session) => void rows.set(id, session),
    async change(id, { change, ...saved }) {
      await wait("beforeWrite");
      const row = rows.get(id);
      if (!row) return false;
      rows.set(id, { digest: row.digest, ...changeStored(row, change, saved) });
      return true;
    },
    async move(id, to, shelfChange) {
      if (!(await this.change(id, shelfChange))) return false;
      rows.set(to.id, { ...rows.get(id)!, digest: to.digest });
      return rows.delete(id);
    },
    async remove(id) {
      await wait("beforeWrite");
      rows.delete(id);
    },
  };
  return { shelf, gates, rows, readsSoFar: () => reads };
};

/** Two hosts over one cache and one durable shelf with one session, n = 1, that nobody has read yet. */
const twoHosts = (t: Ending) => {
  const prefix = newPrefix();
  const durable = slowShelf();
  const clients = [ioredis(t, server?.port ?? 0), ioredis(t, server?.port ?? 0)] as const;
  const [one, other] = clients.map((client) =>
    layeredShelf(
      durable.shelf,
      sessionCopies(client, prefix, () => NOW),
    ),
  ) as [Shelf, Shelf];
  durable.rows.set("id", sessionOf(1));
  return { one, other, durable, key: `${prefix}id`, client: clients[0] };
};

/** A third host, whose first word reaches the cache, and no other. */
const cutOff = ({ durable, client, key }: ReturnType<typeof twoHosts>): Shelf => {
  let words = 0;
  const broken: CacheClient = {
    ping: () => client.ping(),
    hgetall: (name) => client.hgetall(name),
    del: (name) => client.del(name),
    eval: async (script, keys, ...rest) => {
      words += 1;
      if (words > 1) throw new CountersignError("storage.unavailable", "The cable was pulled.");
      return client.eval(script, keys, ...rest);
    },
  };
  return layeredShelf(
    durable.shelf,
    sessionCopies(broken, key.slice(0, -2), () => NOW),
  );
};

const read = async (shelf: Shelf, id = "id"): Promise<unknown> =>
  (await shelf.read(id))?.data.get("n");

suite("layered", { skip: skipsRedis, concurrency: true }, () => {
  test("reads what was read before from the cache, and what was written from the database", async (t) => {
    const { one, other, durable } = twoHosts(t);
    assert.equal(await read(one), 1);
    const reads = durable.readsSoFar();
    assert.equal(await read(other), 1);
    assert.equal(durable.readsSoFar(), reads, "the second reader asked the database");
    assert.equal(await one.change("id", setTo(2)), true);
    assert.equal(await read(other), 2);
    assert.ok(durable.readsSoFar() > reads);
  });

  for (const act of ["change", "remove", "move"] as const) {
    const write = (shelf: Shelf): unknown =>
      act === "change"
        ? shelf.change("id", setTo(2))
        : act === "move"
          ? shelf.move("id", { id: "new", digest: "" }, setTo(2))
          : shelf.remove("id");
    const expected = act === "change" ? 2 : undefined;

    test(`a reader who read before a ${act} and fills the cache after it fills nothing`, async (t) => {
      const { one, other, durable, client, key } = twoHosts(t);
      // The second read of a reader is the one that fills.
      const [first, second] = [newGate(), newGate()];
      durable.gates.afterRead = first;
      const late = read(one);
      await first.reached;
      durable.gates.afterRead = second;
      first.open();
      await second.reached;
      await write(other);
      second.open();
      await late;
      assert.equal(await client.exists(key), 0);
      assert.equal(await read(one), expected);
      assert.equal(await read(other), expected);
    });

    test(`nobody fills the cache while a ${act} is at work, whoever reads`, async (t) => {
      const { one, other, durable } = twoHosts(t);
      assert.equal(await read(one), 1);
      const gate = newGate();
      durable.gates.beforeWrite = gate;
      const writing = write(other);
      await gate.reached;
      assert.equal(await read(one), 1, "not written yet");
      assert.equal(await read(one), 1);
      gate.open();
      await writing;
      assert.equal(await read(one), expected);
      assert.equal(await read(other), expected);
    });

    test(`a server that restarts empty while a ${act} is at work keeps no old copy`, async (t) => {
      const { one, other, durable, client, key } = twoHosts(t);
      const gate = newGate();
      durable.gates.beforeWrite = gate;
      const writing = write(other);
      await gate.reached;
      await client.del(key);
      assert.equal(await read(one), 1);
      assert.equal(await client.hexists(key, "copy"), 1, "the mark was lost, and a copy was made");
      gate.open();
      await writing;
      assert.equal(await read(one), expected);
    });
  }

  test("of two writers at work the first to end leaves the other's mark alone", async (t) => {
    const hosts = twoHosts(t);
    const { other, durable } = hosts;
    const gate = newGate();
    durable.gates.beforeWrite = gate;
    const slow = cutOff(hosts).change("id", setTo(3));
    await gate.reached;
    await other.change("id", setTo(2));
    assert.equal(await read(other), 2);
    gate.open();
    await slow;
    assert.equal(await read(other), 3, "a copy was made while the slow one was still at work");
  });

  test("a writer whose last word does not arrive leaves no old copy behind", async (t) => {
    const hosts = twoHosts(t);
    const { one, client, key } = hosts;
    assert.equal(await read(one), 1);
    const writer = cutOff(hosts);
    assert.equal(await writer.change("id", setTo(2)), true, "it is written all the same");
    assert.equal(await read(one), 2);
    assert.equal(await read(one), 2);
    assert.ok((await client.pttl(key)) > 0, "and not doubted for ever");
    await assert.rejects(async () => writer.change("id", setTo(3)), {
      code: "storage.unavailable",
    });
    assert.equal(await read(one), 2, "a write that could not be announced is not done");
  });

  test("a failure of the database passes through, and its copy is made anew", async (t) => {
    const { one, durable, client, key } = twoHosts(t);
    const failing: Shelf = {
      ...durable.shelf,
      change: () => Promise.reject(new CountersignError("storage.unavailable", "full")),
    };
    assert.equal(await read(one), 1);
    const shelf = layeredShelf(
      failing,
      sessionCopies(client, key.slice(0, -2), () => NOW),
    );
    await assert.rejects(async () => shelf.change("id", setTo(2)), { code: "storage.unavailable" });
    assert.equal(await client.exists(key), 0);
    assert.equal(await read(one), 1);
  });

  test("a copy lives ten minutes at most, and never longer than its session", async (t) => {
    const { one, durable, client, key } = twoHosts(t);
    await read(one);
    const left = await client.pttl(key);
    assert.ok(left > 0 && left <= 600_000, `${left}`);
    await one.remove("id");
    durable.rows.set("id", sessionOf(1, NOW + 5_000));
    await read(one);
    assert.ok((await client.pttl(key)) <= 5_001);
    await one.remove("id");
    durable.rows.set("id", sessionOf(1, NOW - 5_000));
    assert.equal(await read(one), 1, "what is expired is for the door to say");
    assert.equal(await client.hexists(key, "copy"), 0);
  });

  test("what somebody else wrote in place of a copy is not believed", async (t) => {
    const { one, client, key } = twoHosts(t);
    for (const copy of ["", "{", "null", '{"digest":1}']) {
      await client.hset(key, { copy });
      assert.equal(await read(one), 1, copy);
    }
    await client.del(key);
    await client.set(key, "text");
    const refused = async (): Promise<unknown> => one.change("id", setTo(2));
    await assert.rejects(refused, /WRONGTYPE/);
    await client.del(key);
    assert.equal(await refused(), true);
  });

  test("no reader is ever behind a write that ended before it began to read", async (t) => {
    const { one, other } = twoHosts(t);
    let written = 1;
    const writing = (async () => {
      for (let n = 2; n <= 200; n += 1) {
        await (n % 3 ? one : other).change("id", setTo(n));
        written = n;
      }
    })();
    const reading = [one, other, one, other].map(async (shelf) => {
      while (written < 200) {
        const least = written;
        const n = Number(await read(shelf));
        assert.ok(n >= least, `${n} was read after ${least} was written`);
      }
    });
    await Promise.all([writing, ...reading]);
    assert.equal(await read(one), 200);
  });
});
