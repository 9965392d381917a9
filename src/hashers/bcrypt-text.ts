import { CountersignError } from "../errors/countersign-error.ts";
import type { Work } from "../passwords/work.ts";
import { beside } from "./beside.ts";

/**
 * `$2b$12$`, and salt and hash in 22 and 31 characters; `$2a$` of older libraries, `$2y$` of PHP. Bits that are left over in the
 * last character of each are zero: of others bcrypt says no without any work, and its time would tell.
 */
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]$/;

/** Above this a single login takes seconds: nothing stored may ask for it (2^cost rounds). */
const HIGHEST_COST = 15;
const LOWEST_COST = 4;
/** OWASP, Password Storage cheat sheet: "with a minimum work factor of 10". */
const SAFE_COST = 10;

/** The cost of a bcrypt hash, or undefined for what is none or out of bounds. */
export const bcryptCostOf = (text: string): number | undefined => {
  const cost = Number(BCRYPT.exec(text)?.[1]);
  return cost >= LOWEST_COST && cost <= HIGHEST_COST ? cost : undefined;
};

/** Throws `settings.invalid` for a cost that is not a whole number from 4 to 15. */
export const checkBcryptCost = (hasher: string, cost: number): void => {
  if (Number.isInteger(cost) && cost >= LOWEST_COST && cost <= HIGHEST_COST) return;
  throw new CountersignError(
    "settings.invalid",
    `${hasher}: cost is ${cost}, and has to be a whole number from 4 to 15; 12 is usual.`,
  );
};

export const bcryptWeakness = (cost: number): string | undefined =>
  cost < SAFE_COST ? `a bcrypt cost of ${cost} is guessed through quickly; 12 is usual` : undefined;

export const BCRYPT_THREAD: string = beside(import.meta.url, "bcrypt-thread");

/** A unit is a round. */
export const bcryptWork = (cost: number): Work => ({
  module: BCRYPT_THREAD,
  act: "spend",
  units: 2 ** cost,
});
