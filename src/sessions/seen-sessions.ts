import type { Clock } from "../time/clock.ts";
import { type Register, TOUCH_EVERY } from "./register.ts";

/** Uses are gathered for so long, and written down together. */
const GATHERED = 1_000;
const BATCH = 500;
/** Who comes when so many wait is written down a little later. */
const MOST = 10_000;

/** Sessions that were used, for the list of devices. */
export interface SeenSessions {
  /** @param lastSeenAt as the register has it, if that is at hand */
  note(sid: string, lastSeenAt: number | undefined): void;
  /** Writes down what was gathered. */
  close(): Promise<void>;
}

/**
 * Notes when sessions were used, beside the requests that use them: none of them waits for it, and
 * none fails when it does.
 *
 * @param told of a write that failed
 */
export const createSeenSessions = (
  { touch }: Pick<Register, "touch">,
  clock: Clock,
  told: (error: unknown) => void,
): SeenSessions => {
  let waiting = new Set<string>();
  /** Noted since `since`, for those whose last use is not at hand. */
  const noted = new Set<string>();
  let since = clock();
  let timer: NodeJS.Timeout | undefined;

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const sids = [...waiting];
    waiting = new Set();
    try {
      for (let at = 0; at < sids.length; at += BATCH) {
        await touch(sids.slice(at, at + BATCH), clock());
      }
    } catch (error) {
      told(error);
    }
  };

  return {
    note(sid, lastSeenAt) {
      const now = clock();
      if (lastSeenAt !== undefined && now - lastSeenAt < TOUCH_EVERY) return;
      if (now - since >= TOUCH_EVERY || noted.size >= MOST) {
        noted.clear();
        since = now;
      }
      if (noted.has(sid) || waiting.size >= MOST) return;
      noted.add(sid);
      waiting.add(sid);
      timer ??= setTimeout(write, GATHERED).unref();
    },
    close: write,
  };
};
