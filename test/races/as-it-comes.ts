import { setImmediate as nextTurn } from "node:timers/promises";

/** From when it was sent to when it was answered, by `moment`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Sends something at a moment; when that was, and when it was answered. */
export type Sending = (at: number) => Promise<Span>;

/** Was the one answered before the other was sent, or sent after it was answered? */
export type Overlap = "before" | "after" | "meanwhile";

/** Two requests that have not been sent yet, each of which can be sent once. */
export interface Meeting {
  readonly end: Sending;
  readonly login: Sending;
  /**
   * Once both were answered: rejects if something is wrong, and tells what came of it.
   *
   * @param login when it was, seen from the end
   */
  check(login: Overlap): Promise<string>;
}

export interface Outcomes {
  /** How often each came. */
  readonly all: ReadonlyMap<string, number>;
  /** In how many runs the two were under way at once. */
  readonly met: number;
}

/**
 * Sends both, again and again, with nobody who says whose step is next. From one run to the next the login is
 * sent at another moment: between so early that it is answered before the end is sent, and so late that it
 * is sent after the end was answered, however long either takes on this machine now.
 *
 * @param runs how many at least: it goes on until they have met
 */
export const asItComes = async (runs: number, begin: () => Promise<Meeting>): Promise<Outcomes> => {
  const all = new Map<string, number>();
  let met = 0;
  const [loginTimes, endTimes]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs || met === 0; run += 1) {
    const { end, login, check } = await begin();
    const share = 2 * ((run * GOLDEN) % 1) - 1;
    const head = share * medianOf(share < 0 ? loginTimes : endTimes) * MARGIN;
    const start = moment() + LEAD;
    const [ended, loggedIn] = await Promise.all([
      end(start + Math.max(0, -head)),
      login(start + Math.max(0, head)),
    ]);
    loginTimes.push(loggedIn.to - loggedIn.from);
    endTimes.push(ended.to - ended.from);
    const overlap = overlapOf(loggedIn, ended);
    if (overlap === "meanwhile") met += 1;
    const outcome = await check(overlap);
    all.set(outcome, (all.get(outcome) ?? 0) + 1);
  }
  return { all, met };
};

/** Its multiples, without their whole parts, lie evenly wherever one stops. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** A little beyond either side of a meeting, where it is known what has to come of it. */
const MARGIN = 1.5;

/** Until then another thread has heard that it is to send something. In milliseconds. */
const LEAD = 2;

/** A millisecond, as long as nothing is known. */
const medianOf = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[times.length >> 1] ?? 1;

const overlapOf = (one: Span, other: Span): Overlap => {
  if (one.to < other.from) return "before";
  return one.from > other.to ? "after" : "meanwhile";
};

/** In milliseconds and parts of one, the same for all threads. */
const moment = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Sends it at a moment, more exactly than a timer of the runtime's would. */
export const sendAt = async (at: number, send: () => Promise<unknown>): Promise<Span> => {
  while (moment() < at) await nextTurn();
  const from = moment();
  await send();
  return { from, to: moment() };
};
