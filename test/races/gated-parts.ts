import type { AccountStore } from "../../src/account/account-store.ts";
import type { Parts } from "../../src/account/parts.ts";
import type { Register } from "../../src/sessions/register.ts";
import { isBounded, type SessionEngine } from "../../src/sessions/session-engine.ts";
import type { Counters } from "../../src/throttle/counters.ts";
import type { Gate, Kind } from "./play-order.ts";

/** What each call does to what is stored; those that may answer at once stand apart. */
type Kinds<Part> = { readonly [Method in keyof Part]?: Kind };

const ENGINE: Kinds<SessionEngine> = { save: "write", drop: "write" };
const ENGINE_AT_ONCE: Kinds<SessionEngine> = { load: "read" };
/** Everything is in the cookie. */
const COOKIE_AT_ONCE: Kinds<SessionEngine> = { load: "own" };

const REGISTER: Kinds<Register> = {
  enter: "write",
  adopt: "write",
  end: "write",
  cycle: "write",
  raiseEpoch: "write",
  raiseEveryEpoch: "write",
  list: "read",
  touch: "write",
  sweep: "write",
};
const REGISTER_AT_ONCE: Kinds<Register> = { standing: "read" };

/** Every act there is, so that one which is new is not left out of the races. No act reads what `noteFailure` writes. */
const ACCOUNTS: Readonly<
  Record<
    Exclude<keyof AccountStore, "isForeign" | "list" | "findVisitor" | "noteFailure" | "nameKey">,
    Kind
  >
> = {
  findById: "read",
  findByName: "read",
  findRecord: "read",
  findForgetful: "read",
  replacePassword: "write",
  register: "write",
  logIn: "write",
  changePassword: "write",
  changeOwnPassword: "write",
  verifyEmail: "write",
  disable: "write",
  enable: "write",
  unblock: "write",
  remove: "write",
  acquaintances: "read",
  importUsers: "write",
};
const ACCOUNTS_AT_ONCE: Kinds<AccountStore> = { findVisitor: "read" };

const COUNTERS: Readonly<Record<keyof Counters, Kind>> = {
  waitFor: "read",
  count: "write",
  takeBack: "write",
  settle: "write",
  failuresOf: "read",
  sweep: "write",
};

/**
 * The same parts, but that each call into engine, register, users and counters waits for its turn.
 *
 * @param isFar do those calls wait as well that may answer at once? The door is then one whose parts are
 *   across a network
 */
export const gatedParts = (parts: Parts, gate: Gate, isFar: boolean): Parts => {
  const { door } = parts;
  const { accounts, register, throttle } = parts;
  const engine = gated("engine", door.engine, ENGINE, gate);
  const near = {
    accounts: gated("accounts", accounts, ACCOUNTS, gate),
    register: gated("register", register, REGISTER, gate),
    throttle: throttle && {
      ...throttle,
      counters: gated("counters", throttle.counters, COUNTERS, gate),
    },
  };
  if (!isFar) return { ...parts, ...near, door: { ...door, engine, register: near.register } };
  const far = {
    ...near,
    accounts: gated("accounts", near.accounts, ACCOUNTS_AT_ONCE, gate),
    register: gated("register", near.register, REGISTER_AT_ONCE, gate),
  };
  const loads = isBounded(engine) ? COOKIE_AT_ONCE : ENGINE_AT_ONCE;
  const farEngine = gated("engine", engine, loads, gate);
  const farDoor = { ...door, engine: farEngine, register: far.register, isSynchronous: false };
  return { ...parts, ...far, door: farDoor };
};

type Call = (...given: readonly unknown[]) => unknown;

const gated = <Part extends object>(
  name: string,
  part: Part,
  kinds: Kinds<Part>,
  gate: Gate,
): Part => {
  const calls = part as Readonly<Record<string, Call>>;
  const waiting = Object.entries<Kind>(kinds as Readonly<Record<string, Kind>>).map(
    ([method, kind]): [string, Call] => [
      method,
      (...given) => gate(`${name}.${method}`, kind, () => calls[method]!(...given)),
    ],
  );
  return { ...part, ...Object.fromEntries(waiting) };
};
