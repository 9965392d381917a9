import { randomBytes } from "node:crypto";
import type { TestContext } from "node:test";
import type { EngineNeeds } from "../engines/engine-needs.ts";
import { memoryRegister } from "../registers/memory-register.ts";
import type { LifeTime } from "../sessions/life-time.ts";
import { logInAs } from "../sessions/log-in-as.ts";
import type { PasswordBond } from "../sessions/password-bond.ts";
import type { Register, Standing } from "../sessions/register.ts";
import type { SessionDoor } from "../sessions/session-door.ts";
import { isOpenable, isSweepable, type SessionEngine } from "../sessions/session-engine.ts";
import { createSupersededTokens } from "../sessions/superseded-tokens.ts";
import { type HandClock, handClock } from "./hand-clock.ts";
import { openBrowser, type TestBrowser } from "./test-browser.ts";

/** What an engine under test is given. */
export interface ContractNeeds extends Pick<EngineNeeds, "secrets" | "clock" | "isProduction"> {
  /** For what has to be tidied up when the test is over. */
  readonly t: Pick<TestContext, "after">;
}

/**
 * Makes the engine under test: a list of one or more over one new and empty storage, as several
 * processes would have them. Those that can be opened are opened and closed by the suite.
 */
export type OpenEngines = (
  needs: ContractNeeds,
) => readonly SessionEngine[] | Promise<readonly SessionEngine[]>;

/** A door with the engine under test, a register in memory and a clock in the hand of the test. */
export interface EngineBench {
  readonly hand: HandClock;
  readonly door: SessionDoor;
  /** The door of another process at the same storage; the same one where there can be no other. */
  readonly otherDoor: SessionDoor;
  /** Does the cookie carry the data, so that there is nothing on the server that could be lost? */
  readonly isInCookie: boolean;
  browser(token?: string): TestBrowser;
  otherBrowser(token?: string): TestBrowser;
  logIn(browser: TestBrowser, userId?: number): Promise<void>;
  /** Sweeps as `countersign session sweep` does; how many were deleted, 0 where nothing can be. */
  sweep(): Promise<number>;
}

const DAY = 86_400;

export const openBench = async (
  t: Pick<TestContext, "after">,
  open: OpenEngines,
  lifeTime: Partial<LifeTime> = {},
  bond?: PasswordBond,
): Promise<EngineBench> => {
  const hand = handClock();
  const needs = { secrets: [SECRET], clock: hand.read, isProduction: false, t };
  const engines = await open(needs);
  for (const engine of engines) {
    if (!isOpenable(engine)) continue;
    await engine.open();
    t.after(() => engine.close());
  }
  const register = bond ? ofNoPassword(memoryRegister()) : memoryRegister();
  const doorOf = (engine: SessionEngine): SessionDoor => ({
    engine,
    register,
    isSynchronous: engine.isSynchronous,
    lifeTime: { age: 14 * DAY, idle: undefined, absolute: 90 * DAY, ...lifeTime },
    cookie: { name: "session", path: "/", secure: false },
    saveEveryRequest: false,
    bond,
    clock: hand.read,
    superseded: createSupersededTokens(),
    seen: { note() {} },
    newId: () => randomBytes(16).toString("base64url"),
  });
  const [engine, other = engine] = engines;
  if (!engine || !other) throw new TypeError("The contract needs at least one engine.");
  const [door, otherDoor] = [doorOf(engine), doorOf(other)];
  return {
    hand,
    door,
    otherDoor,
    isInCookie: "weigh" in engine,
    browser: (token) => openBrowser(door, token),
    otherBrowser: (token) => openBrowser(otherDoor, token),
    async logIn(browser, userId = 7) {
      await browser.visit((session) => logInAs(session, userId));
    },
    async sweep() {
      let deleted = 0;
      for (let batch = 2; isSweepable(engine) && batch === 2; deleted += batch) {
        batch = await engine.sweep(hand.read(), 2);
      }
      return deleted;
    },
  };
};

/** As `logInAs` ties sessions: everybody's hash is the empty text. */
const ofNoPassword = (register: Register): Register => ({
  ...register,
  standing: (sid, userId) => ({
    ...(register.standing(sid, userId) as Standing),
    password: "",
  }),
});

const SECRET = "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5";
