import { busy } from "../errors/busy.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import {
  accountCounter,
  deviceCounter,
  nameCounter,
  networkCounter,
} from "../throttle/counter-of.ts";
import { type Counted, type Counter, isWait, type Wait } from "../throttle/counters.ts";
import type { KnownDevice } from "../throttle/known-devices.ts";
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
 * logged in to from before has a budget of its own, so that nobody can shut its owner out there; while that lasts it also has a
 * place in the queue of hashes that a storm cannot fill.
 *
 * A right one clears the account's counter, and does not count for the network. A wrong one that was the last there
 * may be is "closed": no waiting opens the account any more. What `check` rejects
 * with is no failure, and is passed on. Rejects with `server.busy` and `storage.unavailable`: then nothing was checked.
 *
 * A flow that asks somebody who is logged in for their password:
 *
 * ```ts
 * const record = await parts.accounts.findByName(user.username);
 * const tried = await attempt(parts, session, { record, name: user.username }, (knownAs) =>
 *   parts.passwords.check(password, record?.password, signal, knownAs),
 * );
 * if (typeof tried === "object") return { wait: tried }; // 429: `tooMany` in routes/
 * if (tried !== "right") return …
 * ```
 *
 * @param check is it right, and may it be used? A disabled account's right password is wrong here, or
 *   the count would tell. It is handed what `passwords.check` is: the user's id, if the device is known as theirs
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
  check: (knownAs?: number) => Promise<boolean>,
): Promise<"right" | "wrong" | "closed" | Wait> => {
  if (!throttle) return (await check()) ? "right" : "wrong";
  const { counters, digestOf } = throttle;
  const device = deviceOf(throttle, session, record);
  // Else each that is refused in a storm were two writes, and those who are not would wait for them.
  if (passwords.isBusy(device?.userId)) throw busy();
  const account = record
    ? accountCounter(record.user.id)
    : nameCounter(digestOf(accounts.nameKey(name)));
  const onDevice = device && (await countOn(throttle, device, clock()));
  const knownAs = onDevice && device.userId;
  if (knownAs === undefined && passwords.isBusy()) throw busy();
  const counted = onDevice ?? (await count(throttle, session, account, clock()));
  if (isWait(counted)) return counted;
  let isRight: boolean;
  try {
    isRight = await check(knownAs);
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

/** As which the account knows this browser. */
const deviceOf = (
  { devices }: Throttle,
  session: Session,
  record: LoginRecord | undefined,
): KnownDevice | undefined =>
  devices
    .read(stateOf(session).visitor().cookies)
    .find(({ userId, epoch }) => userId === record?.user.id && epoch === record.deviceEpoch);

/** At a known device, and at that alone; undefined if it is closed there, and tried as from anywhere. */
const countOn = async (
  { counters }: Throttle,
  { userId, id }: KnownDevice,
  now: number,
): Promise<readonly Counted[] | Wait | undefined> => {
  const counted = await counters.count([deviceCounter(userId, id)], now);
  return isWait(counted) && counted.isClosed ? undefined : counted;
};

const count = (
  { counters }: Throttle,
  session: Session,
  account: Counter,
  now: number,
): Promise<readonly Counted[] | Wait> => {
  const { address } = stateOf(session).visitor();
  // Where a host does not tell addresses the account's counter is all there is.
  const network = address === undefined ? [] : [networkCounter(address)];
  // In this order, always: two that want both never wait for each other in a ring.
  return counters.count([account, ...network], now);
};
