import type { PasswordBond } from "../sessions/password-bond.ts";
import { badInput } from "./bad-input-promises.ts";
import { contract } from "./contract.ts";
import { cookiePromises } from "./cookie-promises.ts";
import { cyclePromises } from "./cycle-promises.ts";
import { dictionaryPromises } from "./dictionary-promises.ts";
import { type OpenEngines, openBench } from "./engine-bench.ts";
import { expiryPromises } from "./expiry-promises.ts";
import { keepingPromises } from "./keeping-promises.ts";
import { racePromises } from "./race-promises.ts";

/**
 * Everything that a session engine promises, as tests of `node:test`. Numbers in the titles are
 * those of the behaviours of Django's own session tests.
 *
 * ```ts
 * import { engineContract } from "countersign/testing";
 * engineContract("my-engine", ({ t }) => [myEngine(emptyStorage(t))]);
 * ```
 *
 * Give two engines over one storage where it can be shared: then the races run between the two.
 *
 * @param bond for engines whose sessions are tied to a hash, such as those that are shared with Django
 */
export const engineContract = (name: string, open: OpenEngines, bond?: PasswordBond): void => {
  const suites = {
    dictionary: dictionaryPromises,
    keeping: keepingPromises,
    "cycle and flush": cyclePromises,
    expiry: expiryPromises,
    cookie: cookiePromises,
    races: racePromises,
    "bad input": badInput,
  };
  for (const [part, promises] of Object.entries(suites)) {
    contract(`${name}: ${part}`, (t) => openBench(t, open, {}, bond), promises);
  }
};
