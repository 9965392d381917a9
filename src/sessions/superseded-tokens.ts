/** For how long answers to requests that were sent before are waited for, in milliseconds. */
const MEMORY = 60_000;

/** Was it so short a time ago that such an answer may still come? */
export const isRecent = (moment: number | undefined, now: number): boolean =>
  moment !== undefined && Math.abs(now - moment) <= MEMORY;
const MOST = 10_000;

/** Tokens in whose place browsers were given another one a moment ago, by a login or by `cycle`. */
export interface SupersededTokens {
  add(token: string, now: number): void;
  has(token: string, now: number): boolean;
}

/**
 * A browser sends several requests at once, and their answers come in any order. One that was sent with
 * the old cookie and is answered after a login must not take the new cookie away, nor put an old
 * one in its place: it sets none at all. Known to this process alone; of sessions that are logged in
 * the register tells every process (`replacedAt`).
 */
export const createSupersededTokens = (): SupersededTokens => {
  const moments = new Map<string, number>();
  return {
    add(token, now) {
      for (const [oldest, moment] of moments) {
        if (moments.size < MOST && isRecent(moment, now)) break;
        moments.delete(oldest);
      }
      moments.set(token, now);
    },
    has: (token, now) => isRecent(moments.get(token), now),
  };
};
