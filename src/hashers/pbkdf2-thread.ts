// Runs in a thread of its own, in which blocking is the point.
import { pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { Spend } from "../passwords/work.ts";

export interface KeyInput {
  readonly password: string;
  readonly salt: string;
  readonly iterations: number;
  readonly digest: "sha256" | "sha1";
  /** In bytes. */
  readonly length: number;
}

export const derive = ({ password, salt, iterations, length, digest }: KeyInput): Uint8Array =>
  pbkdf2Sync(password, salt, iterations, length, digest);

/** @param input.key of the length that is derived */
export const verify = (input: KeyInput & { readonly key: Uint8Array }): boolean =>
  timingSafeEqual(derive(input), input.key);

/** At least one iteration. */
export const spendSha256: Spend = (units) => {
  pbkdf2Sync("", "", Math.max(1, Math.round(units)), 32, "sha256");
};

export const spendSha1: Spend = (units) => {
  pbkdf2Sync("", "", Math.max(1, Math.round(units)), 20, "sha1");
};
