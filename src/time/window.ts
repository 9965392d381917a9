import type { Clock } from "./clock.ts";

/** A span that begins with the first thing that happens, and ends when its length is over. */
export interface Window {
  /** Something happens: it opens one, unless one is open. What comes after the end of one opens the next. */
  enter(): void;
  /** Ends the one that is open, if there is one. */
  close(): void;
}

/**
 * Where things go on happening the clock says that one is over; where they do not, a timer, which keeps no
 * process alive.
 *
 * @param length in milliseconds
 * @param ended called at each end, behind which the next one may be entered at once
 */
export const createWindow = (length: number, clock: Clock, ended: () => void): Window => {
  let until: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  const close = (): void => {
    if (until === undefined) return;
    until = undefined;
    clearTimeout(timer);
    ended();
  };

  return {
    enter() {
      const now = clock();
      if (until !== undefined && now >= until) close();
      if (until !== undefined) return;
      until = now + length;
      timer = setTimeout(close, length).unref();
    },
    close,
  };
};
