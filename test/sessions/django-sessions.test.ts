import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DJANGO_ROW_PURPOSE } from "../../src/engines/django-rows.ts";
import { DJANGO_PURPOSE } from "../../src/engines/signed-cookie.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { createSignedJson } from "../../src/signing/signed-json.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import {
  ADA_HASH,
  type DjangoDoor,
  type DjangoDoorChanges,
  djangoDoor,
  djangoLogin,
  logInHere,
  SECRET,
} from "./django-door.ts";

// Sessions that Django made, at our door: they have no row in the register until we save them.

type Payload = Record<string, JsonValue>;

interface Scene {
  readonly door: DjangoDoor;
  /** Saves as Django does, now: a new session's token, or with one the same session's. */
  save(payload: Payload, token?: string, secret?: string): Promise<string>;
  /** What Django would find behind a token. */
  read(token: string | undefined): Promise<Payload>;
}

const KEY = "abcdefghijklmnopqrstuvwxyz01234";

const scene = async (
  t: TestContext,
  engine: "signed-cookie" | "database",
  changes: DjangoDoorChanges = {},
): Promise<Scene> => {
  const door = await djangoDoor(t, { engine, ...changes });
  const { kysely } = door.database;
  const secrets = changes.secrets ?? [SECRET];
  const isCookie = engine === "signed-cookie";
  const json = (secret: string | Uint8Array = secrets[0]!) =>
    createSignedJson([secret], isCookie ? DJANGO_PURPOSE : DJANGO_ROW_PURPOSE);
  let count = 0;
  return {
    door,
    async save(payload, token, secret) {
      const text = json(secret).sign(payload, Math.floor(door.clock() / 1_000));
      if (isCookie) return text;
      if (token !== undefined) {
        await kysely
          .updateTable("django_session")
          .set({ session_data: text })
          .where("session_key", "=", token)
          .execute();
        return token;
      }
      count += 1;
      const row = { session_key: `${KEY}${count}`, session_data: text };
      const expire_date = "2099-01-01 00:00:00";
      await kysely
        .insertInto("django_session")
        .values({ ...row, expire_date })
        .execute();
      return row.session_key;
    },
    async read(token = "") {
      const row = isCookie
        ? token
        : (
            await kysely
              .selectFrom("django_session")
              .select("session_data")
              .where("session_key", "=", token)
              .executeTakeFirst()
          )?.session_data;
      const read = createSignedJson(secrets, isCookie ? DJANGO_PURPOSE : DJANGO_ROW_PURPOSE).unsign(
        row ?? "",
      );
      return "value" in read ? (read.value as Payload) : {};
    },
  };
};

const userBehind = (door: DjangoDoor, token: string | undefined): Promise<number | undefined> =>
  openBrowser(door, token).look((session) => session.get("user_id"));

for (const engine of ["signed-cookie", "database"] as const) {
  const promise = (title: string, act: (t: TestContext) => Promise<void>) =>
    test(`${title} (${engine})`, act);

  promise(
    "a session of Django's is entered into the register by our first save, once",
    async (t) => {
      const { door, save, read } = await scene(t, engine);
      const token = await save({ ...djangoLogin(), cart: 1 });
      assert.equal(await userBehind(door, token), 7);
      assert.deepEqual(await door.register.list(7, door.clock()), [], "reading enters nothing");

      const browser = openBrowser(door, token);
      await browser.visit((session) => session.set("x", 1));
      const [entry] = await door.register.list(7, door.clock());
      const { _sid, _epoch, _login, ...theirs } = await read(browser.token);
      assert.deepEqual(theirs, { ...djangoLogin(), cart: 1, x: 1 });
      assert.deepEqual([_sid, _epoch, _login], [entry?.sid, 0, door.clock() / 1_000]);
      await browser.visit((session) => session.set("x", 2));
      assert.equal((await door.register.list(7, door.clock())).length, 1);
      assert.equal(await userBehind(door, browser.token), 7);
    },
  );

  promise("a logout ends what Django made, and every copy of it", async (t) => {
    const { door, save } = await scene(t, engine);
    const [token, other] = [
      await save({ ...djangoLogin(), n: 1 }),
      await save({ ...djangoLogin(), n: 2 }),
    ];
    await openBrowser(door, token).visit((session) => session.flush());
    assert.equal(await userBehind(door, token), undefined);
    assert.equal(await userBehind(door, other), 7, "another login of the same user");
  });

  promise("a logout after our first save ends the copies of before it as well", async (t) => {
    const { door, save } = await scene(t, engine);
    const token = await save(djangoLogin());
    const browser = openBrowser(door, token);
    await browser.visit((session) => session.set("x", 1));
    const later = browser.token;
    await browser.visit((session) => session.flush());
    for (const copy of [token, later]) assert.equal(await userBehind(door, copy), undefined);
  });

  promise("a request that began before the logout revives nothing of Django's", async (t) => {
    const { door, save } = await scene(t, engine);
    const token = await save(djangoLogin());
    const slow = await openBrowser(door, token).begin();
    slow.session.set("x", 1);
    await openBrowser(door, token).visit((session) => session.flush());
    assert.match((await slow.answer()).setCookie ?? "", /Max-Age=0/);
    assert.equal(await userBehind(door, token), undefined);
    assert.deepEqual(await door.register.list(7, door.clock()), []);
  });

  promise(
    "all logins of a user that Django made are ended at once, and later ones stand",
    async (t) => {
      const { door, save } = await scene(t, engine);
      const tokens = [
        await save({ ...djangoLogin(), n: 1 }),
        await save({ ...djangoLogin(), n: 2 }),
      ];
      door.hand.advance(1);
      await door.register.raiseEpoch(7, door.clock());
      for (const token of tokens) assert.equal(await userBehind(door, token), undefined);
      door.hand.advance(1);
      assert.equal(await userBehind(door, await save({ ...djangoLogin(), n: 3 })), 7);
    },
  );

  promise("a login of ours in a session of Django's ends that one", async (t) => {
    const { door, save, read } = await scene(t, engine);
    const token = await save({ ...djangoLogin(), cart: 1 });
    const browser = openBrowser(door, token);
    await browser.visit((session) => logInHere(door, session, 7, ADA_HASH));
    assert.notEqual(browser.token, token);
    assert.equal(await userBehind(door, browser.token), 7);
    assert.equal((await read(browser.token))["cart"], 1);
    assert.equal(await userBehind(door, token), undefined);
  });

  promise("Django's login in an anonymous session of ours is a login of its own", async (t) => {
    const { door, save, read } = await scene(t, engine);
    const browser = openBrowser(door);
    await browser.visit((session) => session.set("cart", 1));
    const anonymous = await read(browser.token);
    assert.ok("_sid" in anonymous);
    // The same anonymous session at two browsers, as somebody who plants it would have it.
    const one = await save({ ...anonymous, ...djangoLogin(), n: 1 });
    const two = await save({ ...anonymous, ...djangoLogin(), n: 2 });
    for (const token of [one, two]) assert.equal(await userBehind(door, token), 7);
    await openBrowser(door, one).visit((session) => session.flush());
    assert.equal(await userBehind(door, one), undefined);
    assert.equal(await userBehind(door, two), 7);
  });

  promise(
    "a proof by an older secret is made anew at the next answer, under the same id",
    async (t) => {
      const secrets = ["the newest secret", SECRET];
      const { door, save, read } = await scene(t, engine, { secrets });
      const token = await save(djangoLogin(7, ADA_HASH, SECRET));
      const browser = openBrowser(door, token);
      let id: string | undefined;
      await browser.visit((session) => {
        assert.equal(session.get("user_id"), 7);
        id = session.id;
      });
      const { _auth_user_hash: proof, _sid } = await read(browser.token);
      assert.equal(proof, djangoLogin(7, ADA_HASH, secrets[0])["_auth_user_hash"]);
      assert.equal(_sid, id);
      assert.equal(await userBehind(door, browser.token), 7);
    },
  );

  promise("a save of ours after the password changed is nobody's any more", async (t) => {
    const { door, save } = await scene(t, engine);
    const browser = openBrowser(door, await save(djangoLogin()));
    const request = await browser.begin();
    assert.equal(request.session.get("user_id"), 7);
    request.session.set("x", 1);
    await door.accounts.replacePassword(7, ADA_HASH, "another");
    assert.match((await request.answer()).setCookie ?? "", /Max-Age=0/);
    assert.deepEqual(request.refusals, ["ended while the request ran"]);
  });

  promise("an expiry of its own is kept by the server, whoever wrote it", async (t) => {
    const { door, save } = await scene(t, engine);
    const isThere = async (expiry: JsonValue, seconds: number): Promise<boolean> => {
      const token = await save({ _session_expiry: expiry, x: 1 });
      door.hand.advance(seconds);
      return (await openBrowser(door, token).look((session) => session.get("x"))) === 1;
    };
    assert.equal(await isThere(2, 2), true);
    assert.equal(await isThere(2, 3), false);
    assert.equal(await isThere(2.5, 2), true);
    assert.equal(await isThere(2.5, 3), false);
    assert.equal(await isThere(-1, 0), false);
    assert.equal(await isThere("2031-05-06T07:08:09", 0), true);
    assert.equal(await isThere("2001-05-06T07:08:09", 0), false);
    assert.equal(await isThere("tomorrow", 0), false);
  });

  promise("a session stamped in the future by more than a minute is refused", async (t) => {
    const { door, save } = await scene(t, engine);
    const token = await save({ x: 1 });
    const look = () => openBrowser(door, token).look((session) => session.get("x"));
    door.hand.advance(-60);
    assert.equal(await look(), 1);
    door.hand.advance(-1);
    assert.equal(await look(), undefined);
  });

  promise("a save by Django keeps what is ours, and a use of ours is not forgotten", async (t) => {
    const idle = { lifeTime: { idle: 100 } };
    const { door, save, read } = await scene(t, engine, idle);
    const browser = openBrowser(door, await save(djangoLogin()));
    await browser.visit((session) => session.set("x", 1));
    door.hand.advance(90);
    // As Django does on each of its writes: what it does not know it leaves alone.
    const token = await save({ ...(await read(browser.token)), y: 2 }, browser.token);
    door.hand.advance(90);
    assert.equal(await userBehind(door, token), 7, "Django's save was a use");
    door.hand.advance(101);
    assert.equal(await userBehind(door, token), undefined);
  });
}

test("a session of the other engine's is none of this one's, in both directions", async (t) => {
  const byCookie = await scene(t, "signed-cookie");
  const byRow = await scene(t, "database");
  const cookie = await byCookie.save({ x: 1 });
  const key = await byRow.save({ x: 1 });
  const seen = ({ door }: Scene, token: string) =>
    openBrowser(door, token).look((session) => session.get("x"));
  assert.deepEqual([await seen(byCookie, cookie), await seen(byRow, key)], [1, 1]);
  assert.deepEqual([await seen(byCookie, key), await seen(byRow, cookie)], [undefined, undefined]);
});
