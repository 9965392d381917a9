import assert from "node:assert/strict";
import { addressRaces } from "./address-races.ts";
import { cycleRaces } from "./cycle-races.ts";
import { deletionRaces } from "./deletion-races.ts";
import { endingRaces } from "./ending-races.ts";
import { guessRaces } from "./guess-races.ts";
import { loginRaces } from "./login-races.ts";
import { logoutRaces } from "./logout-races.ts";
import { passwordRaces } from "./password-races.ts";
import type { RacePromises } from "./race-scene.ts";
import { resetRaces } from "./reset-races.ts";
import { sweepRaces } from "./sweep-races.ts";

/** About sessions, which each engine keeps in its own way. */
export const sessionRaces: RacePromises = {
  ...logoutRaces,
  ...cycleRaces,
  ...loginRaces,
  ...endingRaces,
  ...passwordRaces,
  ...sweepRaces,
};

export const everyRace: RacePromises = {
  ...sessionRaces,
  ...resetRaces,
  ...addressRaces,
  ...deletionRaces,
  ...guessRaces,
};

const like = (...words: readonly string[]): RacePromises =>
  Object.fromEntries(
    words.map((word) => {
      const found = Object.entries(everyRace).filter(([title]) => title.includes(word));
      assert.equal(found.length, 1, word);
      return found[0]!;
    }),
  );

/** Some that are about accounts, and much the same over every engine. */
export const fewAccountRaces: RacePromises = like(
  "use one link",
  "outlives a reset",
  "by the address of before",
  "saved while its user is deleted",
  "nor beside both",
);

/** Some of each kind, which have few orders. */
export const shortRaces: RacePromises = like(
  "saves a new id",
  "written down for the list",
  "under a new id beside a request that reads",
  "of two new ids at once",
  "once they are disabled",
  "is anybody's once it was changed",
  "but theirs, which goes on",
  "outlives the sweep",
  "that two confirm at once",
);
