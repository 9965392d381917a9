// Over 150 lines because it is one list: all that can come between a load and its save.
import assert from "node:assert/strict";
import { logInAs } from "../sessions/log-in-as.ts";
import type { Session } from "../sessions/session.ts";
import type { Promises } from "./contract.ts";
import type { EngineBench } from "./engine-bench.ts";

const HUNDRED = Array.from({ length: 100 }, (_, at) => at);

/** Everything that a request can do to a session that somebody ends meanwhile. */
const SAVES: Readonly<Record<string, (session: Session) => unknown>> = {
  "a key": (session) => session.set("x", 1),
  "a count": (session) => session.increment("n"),
  "an expiry": (session) => session.setExpiry(1_000),
  "a new id": (session) => session.cycle(),
  "a clear and a key": (session) => {
    session.delete("cart");
    session.set("x", 1);
  },
};

/** Begins a hundred requests, alternately in two processes, before the first is answered. */
const hundredAtOnce = async (
  bench: EngineBench,
  token: string | undefined,
  act: (session: Session, at: number) => unknown,
): Promise<void> => {
  const requests = await Promise.all(
    HUNDRED.map((at) => (at % 2 ? bench.browser(token) : bench.otherBrowser(token)).begin()),
  );
  for (const [at, { session }] of requests.entries()) act(session, at);
  await Promise.all(requests.map(({ answer }) => answer()));
};

const begun = async (bench: EngineBench) => {
  const visitor = bench.browser();
  await visitor.visit((session) => session.set("cart", ["tea"]));
  return visitor;
};

const seen = (bench: EngineBench, token: string | undefined) =>
  bench.browser(token).look((session) => Object.fromEntries(session));

export const racePromises: Promises<EngineBench> = {
  "a hundred requests at once that each set their own key leave a hundred keys (T219)": async (
    bench,
  ) => {
    if (bench.isInCookie) return;
    const { token } = await begun(bench);
    await hundredAtOnce(bench, token, (session, at) => session.set(`key-${at}`, at));
    const expected = Object.fromEntries(HUNDRED.map((at) => [`key-${at}`, at]));
    assert.deepEqual(await seen(bench, token), { cart: ["tea"], ...expected });
  },

  "a hundred increments of one key at once leave a hundred (T219)": async (bench) => {
    if (bench.isInCookie) return;
    const { token } = await begun(bench);
    await hundredAtOnce(bench, token, (session) => session.increment("n"));
    assert.deepEqual(await seen(bench, token), { cart: ["tea"], n: 100 });
  },

  "deletes and sets of different keys at once all count": async (bench) => {
    if (bench.isInCookie) return;
    const visitor = bench.browser();
    await visitor.visit((session) => {
      for (const at of HUNDRED) session.set(`key-${at}`, at);
    });
    await hundredAtOnce(bench, visitor.token, (session, at) =>
      at < 50 ? session.delete(`key-${at}`) : session.set(`new-${at}`, at),
    );
    const found = Object.keys(await seen(bench, visitor.token));
    assert.equal(found.filter((key) => key.startsWith("key-")).length, 50);
    assert.equal(found.filter((key) => key.startsWith("new-")).length, 50);
  },

  "on a cookie engine the later answer wins, whole": async (bench) => {
    if (!bench.isInCookie) return;
    const { token } = await begun(bench);
    const [one, other] = [bench.browser(token), bench.browser(token)];
    const [first, second] = [await one.begin(), await other.begin()];
    first.session.set("x", 1);
    second.session.set("y", 2);
    await first.answer();
    await second.answer();
    assert.deepEqual(await seen(bench, other.token), { cart: ["tea"], y: 2 });
  },

  "what was flushed is not revived by a request that loaded it before (70, 71, T220)": async (
    bench,
  ) => {
    if (bench.isInCookie) return;
    for (const [name, save] of Object.entries(SAVES)) {
      const visitor = await begun(bench);
      const { token } = visitor;
      const slow = bench.otherBrowser(token);
      const request = await slow.begin();
      await save(request.session);
      await visitor.visit((session) => session.flush());
      const { setCookie } = await request.answer();
      assert.match(setCookie ?? "", /Max-Age=0/, name);
      assert.equal(request.refusals.length, 1, name);
      assert.deepEqual([await seen(bench, token), slow.token], [{}, undefined], name);
    }
  },

  "what was saved just before a flush is flushed with it": async (bench) => {
    if (bench.isInCookie) return;
    for (const [name, save] of Object.entries(SAVES)) {
      if (save === SAVES["a new id"]) continue;
      const visitor = await begun(bench);
      const { token } = visitor;
      const flush = await visitor.begin();
      flush.session.flush();
      await bench.otherBrowser(token).visit(save);
      await flush.answer();
      assert.deepEqual(await seen(bench, token), {}, name);
    }
  },

  "a logout is not undone by a request that loaded the login before (T220, T221)": async (
    bench,
  ) => {
    for (const [name, save] of Object.entries(SAVES)) {
      const visitor = bench.browser();
      await bench.logIn(visitor);
      const { token } = visitor;
      const slow = bench.otherBrowser(token);
      const request = await slow.begin();
      await save(request.session);
      await visitor.visit((session) => session.flush());
      await request.answer();
      for (const kept of [token, slow.token]) {
        const { user_id } = await seen(bench, kept);
        assert.equal(user_id, undefined, name);
      }
      assert.deepEqual(await bench.door.register.list(7, bench.hand.read()), [], name);
    }
  },

  "a logout ends what was saved just before it, under a new id too": async (bench) => {
    for (const [name, save] of Object.entries(SAVES)) {
      const visitor = bench.browser();
      await bench.logIn(visitor);
      const { token } = visitor;
      const logout = await visitor.begin();
      logout.session.flush();
      const slow = bench.otherBrowser(token);
      await slow.visit(save);
      assert.equal((await seen(bench, slow.token))["user_id"], 7, name);
      await logout.answer();
      for (const kept of [token, slow.token]) {
        assert.equal((await seen(bench, kept))["user_id"], undefined, name);
      }
      assert.deepEqual(await bench.door.register.list(7, bench.hand.read()), [], name);
    }
  },

  "of two new ids asked for at once one lives, and the other is nobody's": async (bench) => {
    const visitor = bench.browser();
    await bench.logIn(visitor);
    const pair = [bench.browser(visitor.token), bench.otherBrowser(visitor.token)];
    const requests = await Promise.all(pair.map((each) => each.begin()));
    for (const { session } of requests) session.cycle();
    await Promise.all(requests.map(({ answer }) => answer()));
    const found = await Promise.all(pair.map(({ token }) => seen(bench, token)));
    assert.deepEqual(found.map(({ user_id }) => user_id).sort(), [7, undefined]);
    assert.equal((await bench.door.register.list(7, bench.hand.read())).length, 1);
  },

  "increments at once that add up to no finite number leave null, as in JSON": async (bench) => {
    if (bench.isInCookie) return;
    const visitor = bench.browser();
    await visitor.visit((session) => session.set("n", 1e308));
    const pair = [bench.browser(visitor.token), bench.otherBrowser(visitor.token)];
    const requests = await Promise.all(pair.map((each) => each.begin()));
    for (const { session } of requests) session.increment("n", 7e307);
    for (const { answer } of requests) await answer();
    assert.deepEqual(await seen(bench, visitor.token), { n: null });
  },

  "an answer that comes after a login's leaves the login's cookie alone": async (bench) => {
    const acts = { ...SAVES, "a read": (session: Session) => session.get("cart") };
    for (const [name, act] of Object.entries(acts)) {
      const visitor = await begun(bench);
      const late = [bench.browser(visitor.token), bench.browser(visitor.token)];
      const [before, after] = [await late[0]!.begin(), late[1]!];
      await act(before.session);
      await bench.logIn(visitor);
      // One that had begun before the login, and one that was under way to us.
      const closings = [await before.answer(), await after.visit(act)];
      for (const { setCookie } of closings) assert.equal(setCookie, undefined, name);
      assert.equal((await seen(bench, visitor.token))["user_id"], 7, name);
    }
  },

  "an answer that comes after a new id leaves the new cookie alone": async (bench) => {
    const visitor = bench.browser();
    await bench.logIn(visitor);
    const late = bench.browser(visitor.token);
    await visitor.visit((session) => session.cycle());
    assert.equal((await late.visit((session) => session.get("user_id"))).setCookie, undefined);
    assert.equal((await seen(bench, visitor.token))["user_id"], 7);
    bench.hand.advance(61);
    assert.match((await late.visit((session) => session.get("x"))).setCookie ?? "", /Max-Age=0/);
  },

  "a login that is sent again with the old cookie, because its answer was lost, logs in": async (
    bench,
  ) => {
    const visitor = await begun(bench);
    const again = bench.browser(visitor.token);
    await bench.logIn(visitor);
    await bench.logIn(again);
    assert.equal((await seen(bench, again.token))["user_id"], 7);
  },

  "a login survives that what was gathered before it goes while it is at work, and brings nothing of it back":
    async (bench) => {
      if (bench.isInCookie) return;
      for (const isCycled of [false, true]) {
        const visitor = await begun(bench);
        await visitor.visit((session) => session.setExpiry("browser"));
        const late = bench.otherBrowser(visitor.token);
        const { session, answer } = await late.begin();
        await logInAs(session, 7);
        if (isCycled) session.cycle();
        await visitor.visit((one) => one.flush());
        const { setCookie } = await answer();
        assert.deepEqual(await seen(bench, late.token), { user_id: 7 });
        assert.match(setCookie ?? "", /Max-Age=\d/, "it lives as long as any login");
        assert.equal(await late.look((one) => one.expiresAtBrowserClose), false);
      }
    },

  "a login survives that what was gathered before it is gone by then": async (bench) => {
    const visitor = await begun(bench);
    const { token } = visitor;
    await bench.otherBrowser(token).visit((session) => session.flush());
    const flushedFirst = bench.browser(token);
    const request = await flushedFirst.begin();
    await request.answer();
    const late = bench.browser(token);
    await bench.logIn(late);
    assert.equal((await seen(bench, late.token))["user_id"], 7);
  },
};
