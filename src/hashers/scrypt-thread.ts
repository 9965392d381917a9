// Runs in a thread of its own, in which blocking is the point.
import { scryptSync, timingSafeEqual } from "node:crypto";
import type { Spend } from "../passwords/work.ts";

export interface KeyInput {
  readonly password: string;
  /** Its characters are the salt, also where they look like numbers. */
  readonly salt: string;
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** In bytes, of every system whose hashes we read. */
const LENGTH = 64;

export const derive = ({ password, salt, N, r, p }: KeyInput): Uint8Array =>
  // The blocks of N and of p, and 32 r of working space, in bytes times 128: OpenSSL counts them all.
  scryptSync(password, salt, LENGTH, { N, r, p, maxmem: 128 * r * (N + p + 2) });

/** @param input.key of the length that is derived */
export const verify = (input: KeyInput & { readonly key: Uint8Array }): boolean =>
  timingSafeEqual(derive(input), input.key);

/** N r p, over as much memory (128 N r bytes) as a `piece` takes: in less of it each would cost less. */
export const spend: Spend = (units, piece) => {
  for (let left = units; left >= 16; ) {
    const most = Math.min(left, piece);
    const N = Math.max(2, 2 ** Math.floor(Math.log2(most / 8)));
    const r = Math.max(1, Math.floor(most / N));
    const p = Math.max(1, Math.floor(left / (N * r)));
    derive({ password: "", salt: "", N, r, p });
    left -= N * r * p;
  }
};
