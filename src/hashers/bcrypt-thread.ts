// Runs in a thread of its own, in which blocking is the point.
import { workerData } from "node:worker_threads";
import { hashSync, verifySync } from "@node-rs/bcrypt";
import { enterIdleClass, IDLE } from "./idle-class.ts";

// Once a thread, when it loads this.
if (workerData === IDLE) enterIdleClass();

export interface MakeInput {
  readonly text: string;
  readonly cost: number;
}

export interface VerifyInput {
  readonly text: string;
  /** `$2b$12$` and 53 characters. */
  readonly encoded: string;
  /** Of new hashes: a wrong password does as much work under an older, lower one. */
  readonly cost: number;
}

export const make = ({ text, cost }: MakeInput): string => hashSync(text, { cost, version: "2b" });

export const verify = ({ text, encoded, cost }: VerifyInput): boolean => {
  const isRight = verifySync(text, encoded);
  if (isRight) return true;
  // 2^4 rounds were done, and 2^6 are wanted: 2^4 + 2^5 more. Else an answer's time would tell that
  // the name exists and that nobody has logged in under it since the cost was raised.
  for (let spent = Number(encoded.slice(4, 6)); spent < cost; spent += 1) {
    hashSync(text, { cost: spent, version: "2b" });
  }
  return false;
};
