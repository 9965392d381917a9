import { type Spread, spread } from "./figures.ts";

/** Tries to log in; throws unless it is refused. */
export type Refused<Who> = (who: Who) => Promise<void>;

export interface TimedPairs {
  /** In milliseconds. */
  readonly known: Spread;
  readonly unknown: Spread;
  /** Of the medians: how much longer the known one takes, as a share. */
  readonly difference: number;
  /** Of all pairs of a known one and an unknown one, in how many the known took longer: half by chance, all or none where one can tell. */
  readonly longer: number;
}

/** Pairs of refusals, one of each in turn and either first by turns, so that what disturbs disturbs both. */
export const timePairs = async <Who>(
  refused: Refused<Who>,
  known: Who,
  unknown: Who,
  pairs: number,
): Promise<TimedPairs> => {
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  const time = async (which: "known" | "unknown"): Promise<void> => {
    const began = performance.now();
    await refused(which === "known" ? known : unknown);
    times[which].push(performance.now() - began);
  };
  for (let pair = 0; pair < pairs; pair += 1) {
    const order =
      pair % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const which of order) await time(which);
  }
  const [one, other] = [spread(times.known), spread(times.unknown)];
  const longer = times.known.flatMap((time) => times.unknown.map((each) => time > each));
  return {
    known: one,
    unknown: other,
    difference: one.median / other.median - 1,
    longer: longer.filter((isLonger) => isLonger).length / longer.length,
  };
};

/** By a form, as our site takes it. */
export const refusedAt =
  (url: string): Refused<{ readonly username: string; readonly password: string }> =>
  async ({ username, password }) => {
    const body = new URLSearchParams({ username, password });
    const answer = await fetch(`${url}/login`, { method: "POST", body, redirect: "manual" });
    await answer.arrayBuffer();
    if (answer.status !== 401) throw new Error(`a login was answered with ${answer.status}`);
  };
