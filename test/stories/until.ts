import { setTimeout as later } from "node:timers/promises";

/** Asks again until the answer is one, however long that takes: the runner's own limit is above it. */
export const until = async <Answer>(
  ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
): Promise<Answer> => {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await later(2);
  }
};
