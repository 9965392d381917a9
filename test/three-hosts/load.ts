import type { Outcome } from "./ask.ts";

/** What comes of the requests that are sent from its beginning until the next one's. */
export interface Phase {
  readonly name: string;
  /** By the clock of `performance`. */
  readonly beganAt: number;
  /** When that was done after which nothing more has to fail, if something was to. */
  readonly overAt: number | undefined;
  readonly sent: number;
  readonly failed: readonly Failed[];
  /** Until the last byte of the slowest answer, in milliseconds. */
  readonly slowest: number;
}

export interface Failed {
  readonly outcome: Exclude<Outcome, "answered">;
  readonly sentAt: number;
  readonly endedAt: number;
}

export interface Load {
  /** From now on requests belong to this phase. It is complete when the load has stopped. */
  begin(name: string): Phase;
  /** What the phase did to the hosts is over. */
  over(): void;
  /** Waits until so many more have been sent. */
  more(count: number): Promise<void>;
  /** Rejected when all that there may be have been sent, and it was not stopped. */
  readonly spent: Promise<never>;
  /** Sends nothing more; fulfilled when everything has ended. */
  stop(): Promise<void>;
}

/**
 * Sends so many requests a second, whether those before were answered or not.
 *
 * @param most how many there may be: something hangs that takes so long
 */
export const startLoad = (rate: number, most: number, next: () => Promise<Outcome>): Load => {
  const newPhase = (name: string) => ({
    name,
    beganAt: performance.now(),
    overAt: undefined as number | undefined,
    sent: 0,
    slowest: 0,
    failed: [] as Failed[],
  });
  const began = performance.now();
  const underWay = new Set<Promise<void>>();
  const waiting = new Set<{ readonly until: number; readonly done: () => void }>();
  const spent = Promise.withResolvers<never>();
  // Whoever waits for it is told; nobody has to.
  spent.promise.catch(() => {});
  let [phase, total] = [newPhase(""), 0];

  const launch = async (): Promise<void> => {
    const [here, sentAt] = [phase, performance.now()];
    total += 1;
    here.sent += 1;
    const outcome = await next();
    const endedAt = performance.now();
    here.slowest = Math.max(here.slowest, endedAt - sentAt);
    if (outcome !== "answered") here.failed.push({ outcome, sentAt, endedAt });
  };
  const timer = setInterval(() => {
    if (total >= most) {
      clearInterval(timer);
      spent.reject(new Error(`${most} requests were sent, and "${phase.name}" is not over`));
    }
    while (total < Math.min(most, ((performance.now() - began) / 1_000) * rate)) {
      const ended: Promise<void> = launch().finally(() => underWay.delete(ended));
      underWay.add(ended);
    }
    for (const each of waiting) {
      if (total < each.until) continue;
      waiting.delete(each);
      each.done();
    }
  }, 10);

  return {
    begin(name) {
      phase = newPhase(name);
      return phase;
    },
    over() {
      phase.overAt = performance.now();
    },
    spent: spent.promise,
    more: (count) => new Promise((done) => waiting.add({ until: total + count, done })),
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
};
