// Runs in a thread of its own, in which blocking is the point.
import { hashSync, verifySync } from "@node-rs/bcrypt";
import type { Spend } from "../passwords/work.ts";

export interface MakeInput {
  readonly text: string;
  readonly cost: number;
}

export interface VerifyInput {
  readonly text: string;
  /** `$2b$12$` and 53 characters. */
  readonly encoded: string;
}

export const make = ({ text, cost }: MakeInput): string => hashSync(text, { cost, version: "2b" });

export const verify = ({ text, encoded }: VerifyInput): boolean => verifySync(text, encoded);

const LOWEST_COST = 4;

/** Rounds, as a sum of powers of two from the largest down: 2^10 are 2^4 + 2^4 + 2^5 + … + 2^9 less than 2^11. */
export const spend: Spend = (units) => {
  let left = units;
  for (let cost = 31; cost >= LOWEST_COST; cost -= 1) {
    for (; left >= 2 ** cost; left -= 2 ** cost) hashSync("", { cost, version: "2b" });
  }
};
