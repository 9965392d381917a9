/** Deletes at most `limit` of what expired before `now`; how many it deleted. */
export type Sweep = (now: number, limit: number) => Promise<number>;

/** In milliseconds: whoever else wants to write waits about so long for a batch to end. */
const BATCH_TIME = 10;
const SMALLEST = 16;
const LARGEST = 1_024;

/**
 * Sweeps until nothing is left, in batches so small that a site which runs meanwhile never waits
 * long for its turn to write: their size follows the time that they take. How many were deleted.
 *
 * @param tell is told after each batch how many there were so far
 */
export const sweepInBatches = async (
  sweep: Sweep,
  now: number,
  tell: (deleted: number) => void = () => {},
): Promise<number> => {
  let deleted = 0;
  for (let limit = SMALLEST; ; ) {
    const began = performance.now();
    const count = await sweep(now, limit);
    const took = performance.now() - began;
    deleted += count;
    tell(deleted);
    if (count < limit) return deleted;
    if (took > BATCH_TIME) limit = Math.max(SMALLEST, limit >> 1);
    else if (took < BATCH_TIME / 3) limit = Math.min(LARGEST, limit << 1);
    // Lets whoever waits for the storage have it in between.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};
