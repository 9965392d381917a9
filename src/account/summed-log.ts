import type { LogEvent } from "../events/log-event.ts";
import { networkOf } from "../throttle/network-of.ts";
import type { Clock } from "../time/clock.ts";
import { createWindow } from "../time/window.ts";
import type { Log, LogLine } from "./log.ts";

/** A log in which what anybody can cause without end is summed up. */
export interface SummedLog extends Log {
  /** Writes what has been counted. What is told it later is summed up as before. */
  settle(): void;
}

/** In milliseconds. */
const WINDOW = 60_000;

/** So many of a kind are written as they are, in each window. */
const FREE = 5;

/**
 * Kinds that are told apart in a window. Whoever attacks thinks of any number of names, paths and addresses: what
 * is beyond is one kind for each event. So a window is some hundred sums and six hundred lines, whatever comes.
 */
const MOST = 100;

/** What costs nothing to cause. A fault of ours is none of them: each is written with what led to it. */
const REPEATABLE: ReadonlySet<LogEvent> = new Set<LogEvent>([
  "loginFailed",
  "loginBlocked",
  "registrationBlocked",
  "originRefused",
  "sessionRefused",
  "resetRequested",
  "mailDropped",
]);

type Level = "debug" | "info" | "warn" | "error";

interface Sum {
  readonly level: Level;
  readonly message: string;
  /** What all of them have in common. */
  readonly kind: LogLine;
  lines: number;
  /** Of those that were not written, in milliseconds. */
  first: number;
  last: number;
}

/**
 * The first lines of a kind are written as they are, and those that follow within a minute as one, with how
 * many they were and when: ten thousand failures are a few lines, and none is lost (T277, T305). Lines of one kind
 * have event, reason, user, network and, of a request that is refused, its method, path and status in common.
 */
export const createSummedLog = (log: Log, clock: Clock = Date.now): SummedLog => {
  let sums = new Map<string, Sum>();

  const write = (): void => {
    const ended = sums;
    sums = new Map();
    for (const { level, message, kind, lines, first, last } of ended.values()) {
      const count = lines - FREE;
      if (count <= 0) continue;
      const times = { first: new Date(first).toISOString(), last: new Date(last).toISOString() };
      log[level]({ ...kind, count, ...times }, `${message}, repeated`);
    }
  };
  const open = createWindow(WINDOW, clock, write);

  const sumOf = (level: Level, line: LogLine, message: string): Sum => {
    const own = kindOf(line);
    const name = JSON.stringify([level, own]);
    const isKnown = sums.has(name) || sums.size < MOST;
    const kind = isKnown ? own : { event: line.event };
    const key = isKnown ? name : JSON.stringify([level, kind]);
    const sum = sums.get(key) ?? { level, message, kind, lines: 0, first: 0, last: 0 };
    sums.set(key, sum);
    return sum;
  };

  /** Is it one more of its kind, and counted instead of written? */
  const isCounted = (level: Level, line: LogLine, message: string): boolean => {
    open.enter();
    const sum = sumOf(level, line, message);
    sum.lines += 1;
    if (sum.lines <= FREE) return false;
    sum.last = clock();
    if (sum.lines === FREE + 1) sum.first = sum.last;
    return true;
  };

  const at = (level: Level) => (line: LogLine, message: string) => {
    // What is not written at debug must take no kind's place.
    const isWritten = level !== "debug" || log.isLevelEnabled(level);
    const isOneMore = isWritten && isRepeatable(line) && isCounted(level, line, message);
    if (!isOneMore) log[level](line, message);
  };

  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    isLevelEnabled: (level) => log.isLevelEnabled(level),
    settle: open.close,
  };
};

const isRepeatable = ({ event, status }: LogLine): boolean =>
  event === "request" ? isRefusal(status) : REPEATABLE.has(event);

/** What is answered at once to whoever asks too much, or for what they may not or is not there. */
const isRefusal = (status: unknown): boolean =>
  typeof status === "number" && ((status >= 400 && status < 500) || status === 503);

const kindOf = ({ event, outcome, reason, method, path, status, userId, ...rest }: LogLine) => ({
  ...{ event, outcome, reason, method, path, status, userId },
  network: typeof rest["address"] === "string" ? networkOf(rest["address"]) : undefined,
});
