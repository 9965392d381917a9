import { isConflict } from "./postgres-error.ts";

/** How often in all it is done, if each time another was in the way. */
const MOST_TRIES = 4;
const LONGEST_PAUSE = 40;

/** Does again what was rolled back because two were in each other's way, a few times. */
export const unlessInTheWay = async <Result>(act: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isConflict(error) || tries === MOST_TRIES) throw error;
    }
    // Of random length, so that two that met do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE * tries));
  }
};
