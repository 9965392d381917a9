import type { Owed, Spend, Work } from "../passwords/work.ts";
import { processorTime } from "./processor-time.ts";

/** Of a work that is measured, what is done to measure it. */
const SAMPLE = 1 / 4;

/** Processor milliseconds of a unit on this machine, by kernel and memory. Measured once a thread, when first needed. */
const prices = new Map<string, number>();

/**
 * Does what is missing to the dearest of the targets. Work, and not a wait: on a busy machine it takes as much
 * longer as the hash that it stands for. Units of one kernel are counted; only between two kernels their
 * prices are asked, and what measuring them took counts as done.
 */
export const topUp = async ({ spent, targets }: Owed): Promise<void> => {
  const isOneKernel = targets.every((target) => kernelOf(target) === kernelOf(spent));
  const costs: number[] = [];
  let done = 0;
  for (const work of [spent, ...targets]) {
    if (!isOneKernel && !prices.has(keyOf(work))) done += await measure(work);
    costs.push(work.units * (isOneKernel ? 1 : (prices.get(keyOf(work)) ?? 0)));
  }
  const [own = 0, ...others] = costs;
  const most = Math.max(...others);
  const dearest = targets[others.indexOf(most)];
  const missing = most - own - done;
  if (!dearest || missing <= 0) return;
  await spend(dearest, missing * (dearest.units / most));
};

/** Notes what a unit costs; what finding it out took, in processor milliseconds. */
const measure = async (work: Work): Promise<number> => {
  const units = work.units * SAMPLE;
  // Loads the module, which is no work of it.
  await spend(work, 0);
  const before = processorTime();
  await spend(work, units);
  const took = processorTime() - before;
  prices.set(keyOf(work), took / units);
  return took;
};

const spend = async ({ module, act, piece }: Work, units: number): Promise<void> => {
  const acts = (await import(module)) as Readonly<Record<string, Spend>>;
  acts[act]?.(units, piece);
};

const kernelOf = ({ module, act }: Work): string => `${module}#${act}`;
const keyOf = (work: Work): string => `${kernelOf(work)} ${work.piece}`;
