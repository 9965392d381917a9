export interface Turns {
  /** Acts when nobody before is at any of these keys any more. */
  take<Result>(keys: readonly string[], act: () => Promise<Result>): Promise<Result>;
}

/**
 * One at a time for each key, in the order in which they came. Whoever asks for several takes them one after
 * another: all have to name them in one order, or two could wait for each other.
 */
export const createTurns = (): Turns => {
  const last = new Map<string, Promise<unknown>>();

  const takeOne = async <Result>(key: string, act: () => Promise<Result>): Promise<Result> => {
    const before = last.get(key);
    const { promise: mine, resolve: leave } = Promise.withResolvers<void>();
    last.set(key, mine);
    await before;
    try {
      return await act();
    } finally {
      if (last.get(key) === mine) last.delete(key);
      leave();
    }
  };

  const take: Turns["take"] = ([key, ...others], act) =>
    key === undefined ? act() : takeOne(key, () => take(others, act));
  return { take };
};
