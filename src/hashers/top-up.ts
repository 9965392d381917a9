import type { Owed, Spend, Work } from "../passwords/work.ts";
import { beside } from "./beside.ts";
import { processorTime } from "./processor-time.ts";

/** Of work whose units all cost the same, what is done to measure one. */
const SAMPLE = 1 / 8;

/** In which is done what is missing to a target over much memory, whose units do not all cost the same. */
const FILLING: Work = {
  module: beside(import.meta.url, "pbkdf2-thread"),
  act: "spendSha256",
  units: 600_000,
};

/** Processor milliseconds of a unit on this machine, by kernel and memory. Measured once a thread, when first needed. */
const prices = new Map<string, number>();

/**
 * Does what is missing to the dearest of the targets. Work, and not a wait: on a busy machine it takes as much
 * longer as the hash that it stands for. Units of one kernel are counted, and topped up to the unit. Between two
 * kernels what their works cost here is asked; measuring it is work as well and counts as done, so that only over
 * much memory the first answer of its kind in a thread takes longer.
 */
export const topUp = async ({ spent, targets }: Owed): Promise<void> => {
  if (targets.every((target) => isAlike(target, spent))) {
    const most = Math.max(...targets.map(({ units }) => units));
    return spend(spent, most - spent.units);
  }
  const began = processorTime();
  const costs: number[] = [];
  for (const target of targets) costs.push(await costOf(target));
  const most = Math.max(...costs);
  let own = await costOf(spent);
  // Others get in the way of memory, and the least that was seen is what it costs: where there is room, one more look.
  if (spent.piece !== undefined && 3 * own < most) own = await lookAgain(spent);
  const dearest = targets[costs.indexOf(most)] ?? FILLING;
  // Of the target's own kind, where that can be: then only what was spent is a matter of prices.
  const filling = dearest.piece === undefined ? dearest : FILLING;
  const price = (await costOf(filling)) / filling.units;
  await spend(filling, (most - own - (processorTime() - began)) / price);
};

/** Can their units be compared? */
const isAlike = (one: Work, other: Work): boolean =>
  kernelOf(one) === kernelOf(other) && one.piece === other.piece;

/** In processor milliseconds. */
const costOf = async (work: Work): Promise<number> => {
  const price = prices.get(keyOf(work));
  if (price !== undefined) return price * work.units;
  // The first run over new memory costs more than later ones.
  await lookAgain(work);
  return lookAgain(work);
};

/** The least that it was seen to cost, after one more look. */
const lookAgain = async (work: Work): Promise<number> => {
  const { units, piece } = work;
  // Over memory, a part costs less than its share.
  const sample = piece === undefined ? units * SAMPLE : units;
  const seen = (await measure(work, sample)) / sample;
  const price = Math.min(seen, prices.get(keyOf(work)) ?? seen);
  prices.set(keyOf(work), price);
  return price * units;
};

const measure = async (work: Work, units: number): Promise<number> => {
  await spend(work, 0);
  const began = processorTime();
  await spend(work, units);
  return processorTime() - began;
};

const spend = async ({ module, act, piece }: Work, units: number): Promise<void> => {
  const acts = (await import(module)) as Readonly<Record<string, Spend>>;
  if (units > 0) acts[act]?.(units, piece ?? units);
};

const keyOf = (work: Work): string =>
  work.piece === undefined ? kernelOf(work) : `${kernelOf(work)} ${work.piece} ${work.units}`;

const kernelOf = ({ module, act }: Work): string => `${module}#${act}`;
