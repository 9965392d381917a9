import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type TestContext, test } from "node:test";
import type { Database } from "../../src/database/database.ts";
import { djangoMoment, fromDjangoMoment } from "../../src/database/django-moment.ts";
import { database } from "../../src/engines/database.ts";
import { toDjangoPayload } from "../../src/engines/django-payload.ts";
import { DJANGO_ROW_PURPOSE } from "../../src/engines/django-rows.ts";
import { djangoSessions } from "../../src/engines/django-sessions.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { noChange } from "../../src/sessions/session-change.ts";
import type { SessionContents } from "../../src/sessions/session-contents.ts";
import type { LoadedSession } from "../../src/sessions/session-engine.ts";
import { createSignedJson, unpack } from "../../src/signing/signed-json.ts";
import { makeDjangoTables } from "../database/django-site-tables.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { djangoCases, sortCases } from "../vectors/django-cases.ts";
import { saveNew, savingOf } from "./saving.ts";

const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
const NOW = Date.UTC(2026, 2, 1, 12);
const KEY = "abcdefghijklmnopqrstuvwxyz012345";

type Payload = Record<string, JsonValue>;

interface Shelf {
  readonly opened: Database;
  readonly engine: ReturnType<typeof djangoSessions>;
  /** Puts a row there as Django does. */
  put(key: string, session_data: string, expire_date?: string): Promise<unknown>;
  /** The row as Django sees it. */
  row(
    key: string,
  ): Promise<{ readonly session_data: string; readonly expire_date: string } | undefined>;
  /** What Django reads in it. */
  payload(key: string): Promise<Payload | undefined>;
}

const sign = (value: unknown, seconds = NOW / 1_000, secret = SECRET): string =>
  createSignedJson([secret], DJANGO_ROW_PURPOSE).sign(value, seconds);

const shelf = async (
  t: TestContext,
  {
    secrets = [SECRET],
    now = NOW,
  }: { readonly secrets?: readonly string[]; readonly now?: number } = {},
): Promise<Shelf> => {
  const opened = await temporaryDatabase(t, ":memory:");
  await makeDjangoTables(opened);
  const { kysely } = opened;
  const row: Shelf["row"] = (key) =>
    kysely
      .selectFrom("django_session")
      .select(["session_data", "expire_date"])
      .where("session_key", "=", key)
      .executeTakeFirst();
  return {
    opened,
    engine: djangoSessions(opened, secrets, () => now),
    put: (session_key, session_data, expire_date = "2099-01-01 00:00:00") =>
      kysely
        .insertInto("django_session")
        .values({ session_key, session_data, expire_date })
        .execute(),
    row,
    async payload(key) {
      const stored = (await row(key))?.session_data;
      const read = createSignedJson(secrets, DJANGO_ROW_PURPOSE).unsign(stored ?? "");
      return "value" in read ? (read.value as Payload) : undefined;
    },
  };
};

const contentsOf = (changes: Partial<SessionContents> = {}): SessionContents => ({
  id: "one",
  data: new Map<string, JsonValue>([["x", { y: [1, null, "é"] }]]),
  marks: {},
  savedAt: NOW,
  ...changes,
});

interface EncodeIn {
  readonly secret: string;
  readonly now: number;
  readonly class: string;
  readonly data: Payload;
}

interface Encoded {
  readonly ok: string;
  readonly payload?: string;
  readonly js_lossy?: string;
  readonly compressed: boolean;
}

/** To Django null is no expiry of its own, and to us too: then there is none. */
const withoutNullExpiry = ({ _session_expiry: expiry = null, ...data }: Payload): Payload =>
  expiry === null ? data : { ...data, _session_expiry: expiry };

const payloadOf = (text: string): string => unpack(text.split(":", 1)[0] ?? "");

test("writes into a row what Django writes, and reads what Django wrote there", async (t) => {
  const { same, otherwise, counts } = sortCases(
    djangoCases<EncodeIn, Encoded>("sessions", "db.encode"),
    {
      "another class of store has another purpose": ({ in: input }) =>
        input.class !== "SessionStore",
      "a value that JavaScript cannot carry": ({ out }) => "js_lossy" in out,
    },
  );
  for (const { id, in: input, out } of same) {
    const { secret, now, data } = input;
    const ours = sign(data, now, secret);
    assert.equal(payloadOf(ours), out.payload ?? payloadOf(out.ok), id);
    if (!out.compressed && !ours.startsWith(".")) assert.equal(ours, out.ok, id);

    const stored = await shelf(t, { secrets: [secret], now: now * 1_000 });
    await stored.put(KEY, out.ok);
    const loaded = (await stored.engine.load(KEY)) as LoadedSession;
    // Saved again, as after a change of nothing: Django's data, and our id beside it.
    const { contents } = loaded;
    await stored.engine.save({
      ...savingOf(contents),
      change: noChange(),
      kept: { id: contents.id, token: KEY },
    });
    const kept = { ...withoutNullExpiry(data), _sid: contents.id };
    assert.deepEqual(await stored.payload(KEY), kept, id);
  }
  for (const { in: input, out } of otherwise["another class of store has another purpose"] ?? []) {
    const stored = await shelf(t, { secrets: [input.secret], now: input.now * 1_000 });
    await stored.put(KEY, out.ok);
    assert.deepEqual(await stored.engine.load(KEY), { refused: "bad-signature" });
  }
  assert.deepEqual(Object.values(counts), [42, 1, 4]);
});

interface DecodeIn {
  readonly secret: string;
  readonly now: number;
  readonly session_data: string;
}

interface Decoded {
  readonly json: string;
  readonly js_lossy?: string;
}

test("reads the rows that Django reads, and takes for no session those that it does", async (t) => {
  const cases = djangoCases<DecodeIn, Decoded>("sessions", "db.decode");
  let empty = 0;
  for (const { id, in: input, out } of cases) {
    const stored = await shelf(t, { secrets: [input.secret], now: input.now * 1_000 });
    await stored.put(KEY, input.session_data);
    const loaded = await stored.engine.load(KEY);
    if ("refused" in loaded) {
      // Corrupt is empty to Django as well; there it keeps its key, and here it has none.
      assert.equal(out.json, "{}", id);
      empty += 1;
    } else if (!("js_lossy" in out)) {
      const { _sid: _, ...ours } = toDjangoPayload(loaded.contents);
      assert.deepEqual(ours, withoutNullExpiry(JSON.parse(out.json)), id);
    }
  }
  assert.deepEqual([cases.length, empty], [85, 40]);
});

test("asks no database for a key that Django would not have made", async (t) => {
  const { engine, put } = await shelf(t);
  const cases = djangoCases<{ readonly key: string }, { readonly ok: boolean }>(
    "sessions",
    "session_key.valid",
  );
  const { same, otherwise, counts } = sortCases(cases, {
    "letters that Django takes and never makes": ({ in: { key }, out }) =>
      out.ok && !/^[a-z0-9]+$/.test(key),
  });
  for (const { id, in: input, out } of same) {
    if (out.ok) await put(input.key, sign({ x: 1 }));
    assert.equal("contents" in (await engine.load(input.key)), out.ok, id);
  }
  for (const { id, in: input } of Object.values(otherwise).flat()) {
    await put(input.key, sign({ x: 1 }));
    assert.deepEqual(await engine.load(input.key), { refused: "malformed" }, id);
  }
  assert.deepEqual(Object.values(counts), [5, 4]);
  for (const key of ["a".repeat(41), `${KEY}.`, `${KEY}\n`, "../abcdefgh", "__proto__"]) {
    assert.deepEqual(await engine.load(key), { refused: "malformed" }, key);
  }
});

test("makes keys of 32 of Django's letters, each time another", async (t) => {
  const { engine, payload, row } = await shelf(t);
  const keys = await Promise.all(Array.from({ length: 20 }, () => saveNew(engine, contentsOf())));
  assert.equal(new Set(keys).size, 20);
  for (const key of keys) assert.match(key, /^[a-z0-9]{32}$/);
  const [key = ""] = keys;
  assert.deepEqual(await payload(key), { x: { y: [1, null, "é"] }, _sid: "one" });
  assert.equal((await row(key))?.expire_date, "2026-03-15 12:00:00.000000");
});

test("changes what is stored now, under the same key, and leaves the rest to whoever wrote it", async (t) => {
  const { engine, payload, opened } = await shelf(t);
  const key = await saveNew(engine, contentsOf());
  // Django, meanwhile.
  await opened.kysely
    .updateTable("django_session")
    .set({ session_data: sign({ _sid: "one", x: 2, theirs: 3 }) })
    .execute();
  const change = { ...noChange(), set: new Map([["y", 4]]), added: new Map([["x", 5]]) };
  const saving = { ...savingOf(contentsOf()), change, kept: { id: "one", token: key } };
  assert.equal(await engine.save(saving), key);
  assert.deepEqual(await payload(key), { _sid: "one", x: 7, theirs: 3, y: 4 });
});

test("moves to another key under another id, in one step, and the old key opens nothing", async (t) => {
  const { engine, payload, row } = await shelf(t);
  const key = await saveNew(engine, contentsOf());
  const saving = { ...savingOf(contentsOf({ id: "two" })), change: noChange() };
  const next = (await engine.save({ ...saving, kept: { id: "one", token: key } })) ?? "";
  assert.match(next, /^[a-z0-9]{32}$/);
  assert.notEqual(next, key);
  assert.equal(await row(key), undefined);
  assert.equal((await payload(next))?.["_sid"], "two");
});

test("a row that is gone, or no session any more, is never revived", async (t) => {
  const { engine, put, row, opened } = await shelf(t);
  const key = await saveNew(engine, contentsOf());
  const kept = { id: "one", token: key };
  await engine.drop(kept);
  for (const id of ["one", "two"]) {
    const saving = { ...savingOf(contentsOf({ id })), kept };
    assert.equal(await engine.save(saving), undefined);
  }
  assert.equal(await row(key), undefined);
  await put(key, "corrupt");
  assert.equal(await engine.save({ ...savingOf(contentsOf()), kept }), undefined);
  assert.equal((await row(key))?.session_data, "corrupt");
  const count = await opened.kysely.selectFrom("django_session").selectAll().execute();
  assert.equal(count.length, 1);
});

test("what Django made is foreign, known by a digest of its key, until we save it", async (t) => {
  const { engine, put } = await shelf(t);
  await put(KEY, sign({ x: 1 }));
  const loaded = (await engine.load(KEY)) as LoadedSession;
  const digest = createHash("sha256").update(KEY).digest("base64url");
  assert.deepEqual([loaded.isForeign, loaded.contents.id], [true, digest]);
  await engine.save({
    ...savingOf(loaded.contents),
    kept: { id: loaded.contents.id, token: KEY },
  });
  const again = (await engine.load(KEY)) as LoadedSession;
  assert.deepEqual([again.isForeign, again.contents.id], [false, digest]);
});

test("a row is nothing from the moment that Django gave it, to the last second", async (t) => {
  const { engine, put } = await shelf(t);
  const at = async (key: string, expires: string) => {
    await put(key, sign({ x: 1 }), expires);
    return "contents" in (await engine.load(key));
  };
  assert.equal(await at("a".repeat(32), "2026-03-01 12:00:00.000001"), true);
  assert.equal(await at("b".repeat(32), "2026-03-01 12:00:01"), true);
  assert.equal(await at("c".repeat(32), "2026-03-01 11:59:59.999999"), false);
  assert.equal(await at("d".repeat(32), "2026-03-01 11:59:59"), false);
});

test("a row of an older secret is outdated, and signed anew by the next save", async (t) => {
  const { engine, put, row } = await shelf(t, { secrets: ["newest", SECRET] });
  await put(KEY, sign({ _sid: "one", x: 1 }));
  const loaded = (await engine.load(KEY)) as LoadedSession;
  assert.equal(loaded.isOutdated, true);
  await engine.save({
    ...savingOf(loaded.contents),
    change: noChange(),
    kept: { id: "one", token: KEY },
  });
  assert.equal((await row(KEY))?.session_data, sign({ x: 1, _sid: "one" }, NOW / 1_000, "newest"));
  assert.equal(((await engine.load(KEY)) as LoadedSession).isOutdated, false);
});

test("holds more than a cookie, and refuses what it would not read again", async (t) => {
  const { engine } = await shelf(t);
  const text = (length: number) => contentsOf({ data: new Map([["x", "x".repeat(length)]]) });
  const key = await saveNew(engine, text(1_000_000));
  const loaded = (await engine.load(key)) as LoadedSession;
  assert.equal(String(loaded.contents.data.get("x")).length, 1_000_000);
  await assert.rejects(saveNew(engine, text(5_000_000)), { code: "session.too-large" });
});

test("sweeps what has expired, so many at a time, and nothing else", async (t) => {
  const { engine, put, opened } = await shelf(t);
  for (const letter of ["a", "b", "c"]) {
    await put(letter.repeat(32), sign({}), "2026-03-01 11:59:59.999999");
  }
  await put("d".repeat(32), sign({}), "2026-03-01 12:00:01");
  assert.equal(await engine.sweep(NOW, 2), 2);
  assert.equal(await engine.sweep(NOW, 2), 1);
  assert.equal(await engine.sweep(NOW, 2), 0);
  const left = await opened.kysely.selectFrom("django_session").select("session_key").execute();
  assert.deepEqual(
    left.map(({ session_key }) => session_key),
    ["d".repeat(32)],
  );
});

test("a database without Django's table says what to do, and the table is never made", async (t) => {
  const opened = await temporaryDatabase(t, ":memory:");
  const engine = djangoSessions(opened, [SECRET], () => NOW);
  for (let time = 0; time < 2; time += 1) {
    await assert.rejects(engine.open(), {
      code: "storage.unavailable",
      message: /no table django_session.*manage\.py migrate/,
    });
  }
  await makeDjangoTables(opened);
  await assert.doesNotReject(engine.open());
});

test("the dialect is the factory's to say, and without a database it says what to set", () => {
  assert.equal(database({ django: true }).dialect, "django");
  assert.equal(database().dialect, undefined);
  const needs = { secrets: [SECRET], clock: () => NOW, database: undefined };
  assert.throws(() => database({ django: true })(needs), { code: "settings.invalid" });
});

test("moments are spelt as Django spells them, and sort as texts", () => {
  assert.equal(djangoMoment(NOW + 250), "2026-03-01 12:00:00.250000");
  for (const at of [0, NOW, NOW + 999]) assert.equal(fromDjangoMoment(djangoMoment(at)), at);
  assert.equal(fromDjangoMoment("2026-03-01 12:00:00"), NOW);
  assert.equal(fromDjangoMoment("2026-03-01 12:00:00.250999"), NOW + 250);
  assert.ok(
    djangoMoment(NOW - 1) < "2026-03-01 12:00:00" && "2026-03-01 12:00:00" < djangoMoment(NOW),
  );
});
