import { CountersignError } from "../errors/countersign-error.ts";

export interface Turnstile {
  /** Resolves when it is one's turn; rejects with `storage.unavailable` if that takes too long. */
  enter(): Promise<void>;
  leave(): void;
}

interface Waiting {
  readonly enter: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Lets one in at a time, in order: SQLite has one writer.
 *
 * @param patience how long anybody waits, in milliseconds
 */
export const createTurnstile = (patience = 5_000): Turnstile => {
  const queue: Waiting[] = [];
  let isTaken = false;

  return {
    enter() {
      if (!isTaken) {
        isTaken = true;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1);
          reject(new CountersignError("storage.unavailable", "Too many writes are waiting."));
        }, patience);
        const waiting: Waiting = { enter: resolve, timer };
        queue.push(waiting);
      });
    },

    leave() {
      const next = queue.shift();
      if (!next) {
        isTaken = false;
        return;
      }
      clearTimeout(next.timer);
      next.enter();
    },
  };
};
