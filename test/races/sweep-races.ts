import assert from "node:assert/strict";
import { isSweepable } from "../../src/sessions/session-engine.ts";
import type { Step } from "./play-order.ts";
import type { RacePromises } from "./race-scene.ts";
import { isBefore, placeOf } from "./step-order.ts";

// What has expired is swept while somebody uses it.

const MOST = 1_000_000;

/** When the request read its session: at the very beginning, where nobody waits for that. */
const readingOf = (steps: readonly Step[]): string =>
  placeOf(steps, "request: engine.load") < steps.length ? "request: engine.load" : "request: send";

export const sweepRaces: RacePromises = {
  "a session that is used at its last moment outlives the sweep, once it is saved (T227)": async (
    open,
  ) => {
    const scene = open({ lifeTime: { age: 10 } });
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    scene.hand.advance(10);
    const { engine } = scene.parts.door;
    return {
      actors: {
        request: scene.request(jar, (session) => session.set("x", 1)),
        sweep: scene.command(async ({ clock }, gate) => {
          await gate("a second goes by", "write", () => scene.hand.advance(1));
          await gate("engine.sweep", "write", async () => {
            if (isSweepable(engine)) await engine.sweep(clock(), MOST);
          });
        }),
      },
      async check(steps) {
        const isRead = isBefore(steps, readingOf(steps), "sweep: a second goes by");
        const isSaved = isBefore(steps, "request: engine.save", "sweep: engine.sweep");
        const isAlive = isRead && (isSaved || !isSweepable(engine));
        assert.equal(await scene.whoIs(jar.token), isAlive ? ada.id : undefined);
      },
    };
  },

  "a login whose last use is written down at its last moment is swept after it, and does not come back":
    async (open) => {
      const scene = open({ lifeTime: { age: 10, absolute: 10 }, notesUses: true });
      const ada = await scene.somebody();
      const jar = await scene.loggedIn(ada);
      scene.hand.advance(10);
      return {
        actors: {
          request: scene.request(jar, (session) => session.get("x")),
          sweep: scene.command(async ({ register, clock }, gate) => {
            await register.sweep(clock(), MOST);
            assert.equal((await scene.liveIds(ada)).length, 1, "it is good for this moment");
            await gate("a second goes by", "write", () => scene.hand.advance(1));
            await register.sweep(clock(), MOST);
          }),
        },
        check: () => scene.nobodyIs(ada, jar),
      };
    },
};
