// Two kernels that note what they do, in iterations: a unit of the second is worth four of the first.
import { pbkdf2Sync } from "node:crypto";
import type { Spend, Work } from "../../src/passwords/work.ts";

let done = 0;

export const single: Spend = (units) => {
  const iterations = Math.round(units);
  if (iterations <= 0) return;
  pbkdf2Sync("", "", iterations, 32, "sha256");
  done += iterations;
};

export const fourfold: Spend = (units) => single(units * 4, units * 4);

/** What was done since it was asked last. */
export const takeDone = (): number => {
  const taken = done;
  done = 0;
  return taken;
};

export const workOf = (act: "single" | "fourfold", units: number): Work => ({
  module: import.meta.url,
  act,
  units,
});
