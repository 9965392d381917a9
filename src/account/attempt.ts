import { busy } from "../errors/busy.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import {
  accountCounter,
  deviceCounter,
  nameCounter,
  networkCounter,
} from "../throttle/counter-of.ts";
import { type Counted, type Counter, isWait, type Wait } from "../throttle/counters.ts";
import type { Throttle } from "../throttle/throttle.ts";
import type { LoginRecord } from "../users/user-store.ts";
import type { Parts } from "./parts.ts";

/** Whose password it is tried as. */
export interface Tried {
  /** Undefined for a name that is nobody's. */
  readonly record: LoginRecord | undefined;
  /** The name, as typed. */
  readonly name: string;
}

/**
 * One guess at a password, counted before it is checked: wherever a password is asked for, it goes
 * through here. Says how long to wait, without a check, to whoever has failed too often: at this account
 * (or at this name, which looks the same), or from this network. A browser that the account has been
 * logged in to from before has a budget of its own, so that nobody can shut its owner out there.
 *
 * A right one clears the account's counter, and does not count for the network. A wrong one that was the last there
 * may be is "closed": no waiting opens the account any more. What `check` rejects
 * with is no failure, and is passed on. Rejects with `server.busy` and `storage.unavailable`: then nothing was checked.
 *
 * A flow that asks somebody who is logged in for their password:
 *
 * ```ts
 * const record = await parts.accounts.findByName(user.username);
 * const tried = await attempt(parts, session, { record, name: user.username }, () =>
 *   parts.passwords.check(password, record?.password, signal),
 * );
 * if (typeof tried === "object") return { wait: tried }; // 429: `tooMany` in routes/
 * if (tried !== "right") return …
 * ```
 *
 * @param check is it right, and may it be used? A disabled account's right password is wrong here, or
 *   the count would tell
 */
export const attempt = async (
  {
    throttle,
    accounts,
    passwords,
    clock,
  }: Pick<Parts, "throttle" | "accounts" | "passwords" | "clock">,
  session: Session,
  { record, name }: Tried,
  check: () => Promise<boolean>,
): Promise<"right" | "wrong" | "closed" | Wait> => {
  if (!throttle) return (await check()) ? "right" : "wrong";
  // Else each that is refused in a storm were two writes, and those who are not would wait for them.
  if (passwords.isBusy()) throw busy();
  const { counters, digestOf } = throttle;
  const account = record
    ? accountCounter(record.user.id)
    : nameCounter(digestOf(accounts.nameKey(name)));
  const counted = await count(throttle, session, account, record, clock());
  if (isWait(counted)) return counted;
  let isRight: boolean;
  try {
    isRight = await check();
  } catch (error) {
    // The queue is full, or whoever asked has left: nothing was compared. That it stays counted is the
    // lesser harm, where taking it back fails too.
    await counters.takeBack(counted).catch(() => {});
    throw error;
  }
  if (!isRight) {
    const isClosed = counted.some(({ key, isLast }) => isLast && key === account.key);
    return isClosed ? "closed" : "wrong";
  }
  const others = counted.filter(({ userId }) => userId === undefined);
  const own = counted.filter(({ userId }) => userId !== undefined).map(({ key }) => key);
  await counters.settle([...new Set([account.key, ...own])], others);
  return "right";
};

/** On a known device at that alone, unless it is closed there; else at the account and at the network. */
const count = async (
  { counters, devices }: Throttle,
  session: Session,
  account: Counter,
  record: LoginRecord | undefined,
  now: number,
): Promise<readonly Counted[] | Wait> => {
  const { address, cookies } = stateOf(session).visitor();
  const device = devices
    .read(cookies)
    .find(({ userId, epoch }) => userId === record?.user.id && epoch === record.deviceEpoch);
  if (device) {
    const counted = await counters.count([deviceCounter(device.userId, device.id)], now);
    if (!isWait(counted) || !counted.isClosed) return counted;
  }
  // Where a host does not tell addresses the account's counter is all there is.
  const network = address === undefined ? [] : [networkCounter(address)];
  // In this order, always: two that want both never wait for each other in a ring.
  return counters.count([account, ...network], now);
};
