const LONGEST = 900;

/**
 * In seconds: after the first failure that is not free, after the second, and so on. Doubles from a
 * second to a quarter of an hour, and stays there.
 */
export const WAITS: readonly number[] = Array.from({ length: 11 }, (_, at) =>
  Math.min(2 ** at, LONGEST),
);

/** In seconds. */
export const LONGEST_WAIT: number = LONGEST;

/**
 * How long to wait after so many failures, in whole seconds; 0 while they are free.
 *
 * @param from with the failure of this number waits begin
 */
export const waitAfter = (failures: number, from: number): number =>
  failures < from ? 0 : (WAITS[failures - from] ?? LONGEST);
