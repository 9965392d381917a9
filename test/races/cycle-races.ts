import assert from "node:assert/strict";
import type { Session } from "../../src/sessions/session.ts";
import type { Step } from "./play-order.ts";
import type { RacePromise, RacePromises, Scene } from "./race-scene.ts";
import { isBefore, placeOf } from "./step-order.ts";

// A session gets a new id, by `cycle` or by a login, while another request of its browser runs.

const read = (session: Session): unknown => session.get("x");
const write = (session: Session): unknown => session.set("x", 1);

/**
 * Was the answer of the request, which sets the cookie of before, made before the new id was known, and
 * did the other answer overtake it on its way? Then the browser is left with a cookie that is dead.
 */
const isOvertaken = ({ isInCookie, isOneProcess }: Scene, steps: readonly Step[]): boolean => {
  const isMadeAtAll = (step: string): boolean => placeOf(steps, step) < steps.length;
  const isDropped = isMadeAtAll("renew: engine.drop");
  const isSaved = isMadeAtAll("request: engine.save");
  const known = isDropped && !isInCookie ? "renew: engine.drop" : "renew: engine.save";
  const isMade =
    isInCookie && !isOneProcess ? isSaved : isBefore(steps, "request: engine.save", known);
  return (
    isMade &&
    isBefore(steps, "request: send", "renew: arrive") &&
    isBefore(steps, "renew: arrive", "request: arrive")
  );
};

const cycleBeside =
  (act: (session: Session) => unknown): RacePromise =>
  async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    const { token: before } = jar;
    return {
      actors: {
        renew: scene.request(jar, (session) => session.cycle()),
        request: scene.request(jar, act),
      },
      async check(steps) {
        assert.equal(await scene.whoIs(before), undefined);
        assert.equal((await scene.liveIds(ada)).length, 1);
        const isLost = act === write && isOvertaken(scene, steps);
        assert.equal(await scene.whoIs(jar.token), isLost ? undefined : ada.id);
      },
    };
  };

const loginBeside =
  (act: (session: Session) => unknown): RacePromise =>
  async (open) => {
    const scene = open();
    const [ada, eve] = [await scene.somebody(), await scene.somebody()];
    const jar = await scene.loggedIn(ada);
    const { token: before } = jar;
    return {
      actors: { renew: scene.logIn(jar, eve), request: scene.request(jar, act) },
      async check(steps) {
        assert.equal(await scene.whoIs(before), undefined);
        assert.deepEqual(await scene.liveIds(ada), []);
        assert.equal((await scene.liveIds(eve)).length, 1);
        const isLost = act === write && isOvertaken(scene, steps);
        assert.equal(await scene.whoIs(jar.token), isLost ? undefined : eve.id);
      },
    };
  };

const firstLoginBeside =
  (act: (session: Session) => unknown): RacePromise =>
  async (open) => {
    const scene = open();
    const ada = await scene.somebody();
    const jar = scene.browser();
    await scene.run(scene.request(jar, (session) => session.set("cart", ["tea"])));
    return {
      actors: { renew: scene.logIn(jar, ada), request: scene.request(jar, act) },
      async check(steps) {
        assert.equal((await scene.liveIds(ada)).length, 1);
        const seen = await scene.whoIs(jar.token);
        // Nobody but this process knows that an anonymous session has become another.
        if (scene.isOneProcess) {
          const isLost = act === write && isOvertaken(scene, steps);
          assert.equal(seen, isLost ? undefined : ada.id);
        } else assert.ok(seen === ada.id || seen === undefined);
      },
    };
  };

export const cycleRaces: RacePromises = {
  "a session stays logged in under a new id beside a request that reads": cycleBeside(read),
  "beside a request that writes as well, unless its answer is overtaken on its way":
    cycleBeside(write),
  "of two new ids at once one lives, and is the browser's": cycleBeside((session) =>
    session.cycle(),
  ),
  "a login in place of another stays beside a request that reads": loginBeside(read),
  "beside a request that writes as well, unless its answer is overtaken": loginBeside(write),
  "a first login stays beside a request that reads, if one process answers both":
    firstLoginBeside(read),
  "a first login stays beside a request that writes, too": firstLoginBeside(write),
};
