/** Of one act, in microseconds, turn by turn. */
export interface TurnsAlone {
  readonly ours: readonly number[];
  /** What ours cannot do without: the mean of the turns right before and after. */
  readonly bare: readonly number[];
}

/** Turns before anything counts: until the compiler has seen enough. */
const WARM_UP = 12;

/** Ours and what it is compared with, in turns: processor time, one after the other. */
export const takeTurns = async <Asked, Bare>(
  rounds: number,
  ours: { act(asked: Asked): unknown; readonly of: readonly Asked[] },
  bare: { act(asked: Bare): unknown; readonly of: readonly Bare[] },
): Promise<TurnsAlone> => {
  const turns = { ours: [] as number[], bare: [] as number[] };
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const before = await costOf(bare.act, bare.of);
    const own = await costOf(ours.act, ours.of);
    const after = await costOf(bare.act, bare.of);
    if (round < 0) continue;
    turns.ours.push(own);
    turns.bare.push((before + after) / 2);
  }
  return turns;
};

const costOf = async <Asked>(
  act: (asked: Asked) => unknown,
  all: readonly Asked[],
): Promise<number> => {
  const before = process.cpuUsage();
  for (const asked of all) {
    const answer = act(asked);
    // What is there at once is not waited for.
    if (answer instanceof Promise) await answer;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / all.length;
};
