import assert from "node:assert/strict";
import { endSession } from "../../src/account/end-session.ts";
import { logOut } from "../../src/account/log-out.ts";
import type { Session } from "../../src/sessions/session.ts";
import type { RacePromise, RacePromises } from "./race-scene.ts";

/** Everything for which a request writes a session that it did not end. */
const SAVES: Readonly<Record<string, (session: Session) => unknown>> = {
  "a change": (session) => session.set("x", 1),
  "a new expiry": (session) => session.setExpiry(1_000),
  "a new id": (session) => session.cycle(),
  "a use that counts for the idle limit": (session) => session.get("x"),
};

const besideSave =
  (save: (session: Session) => unknown): RacePromise =>
  async (open) => {
    const scene = open({ lifeTime: { idle: 600 } });
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    scene.hand.advance(61);
    return {
      actors: {
        logout: scene.request(jar, (session) => logOut(session)),
        save: scene.request(jar, save),
      },
      check: () => scene.nobodyIs(ada, jar),
    };
  };

export const logoutRaces: RacePromises = {
  ...Object.fromEntries(
    Object.entries(SAVES).map(([name, save]) => [
      `a logout is final beside a request that saves ${name} (T220)`,
      besideSave(save),
    ]),
  ),

  "a logout is final beside a use that is written down for the list (T221)": async (open) => {
    const scene = open({ notesUses: true });
    const ada = await scene.somebody();
    const jar = await scene.loggedIn(ada);
    return {
      actors: {
        logout: scene.request(jar, (session) => logOut(session)),
        use: scene.request(jar, (session) => session.get("x")),
      },
      check: () => scene.nobodyIs(ada, jar),
    };
  },

  "a session that is ended from the list is ended for good, under the new id that it takes as well":
    async (open) => {
      const scene = open();
      const ada = await scene.somebody();
      const [jar, other] = [await scene.loggedIn(ada), await scene.loggedIn(ada)];
      const sid = (await scene.idOf(jar.token)) ?? "";
      return {
        actors: {
          end: scene.request(other, (session, parts) => endSession(parts, session, ada.id, sid)),
          cycle: scene.request(jar, (session) => session.cycle()),
        },
        async check() {
          for (const token of jar.held) assert.equal(await scene.whoIs(token), undefined);
          assert.equal(await scene.whoIs(other.token), ada.id);
          assert.equal((await scene.liveIds(ada)).length, 1);
        },
      };
    },
};
