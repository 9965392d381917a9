// Runs in a thread of its own, in which blocking is the point.
import { hashSync, verifySync } from "@node-rs/bcrypt";

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
