// Runs in a thread of its own, in which blocking is the point.
import * as crypto from "node:crypto";
import type { Spend } from "../passwords/work.ts";

export type Variety = "argon2id" | "argon2i" | "argon2d";

export interface TagInput {
  readonly variety: Variety;
  readonly password: string;
  readonly salt: Uint8Array;
  /** In KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  /** In bytes. */
  readonly length: number;
}

export const derive = (input: TagInput): Uint8Array =>
  crypto.argon2Sync(input.variety, {
    message: input.password,
    nonce: input.salt,
    memory: input.memory,
    passes: input.passes,
    parallelism: input.lanes,
    tagLength: input.length,
  });

/** @param input.tag of the length that is derived */
export const verify = (input: TagInput & { readonly tag: Uint8Array }): boolean =>
  crypto.timingSafeEqual(derive(input), input.tag);

/** KiB times passes, over as much memory as a `piece` says. Eight is the least that a lane takes. */
export const spend: Spend = (units, piece) => {
  for (let left = Math.floor(units); left >= 8; ) {
    const memory = Math.min(left, Math.max(8, piece));
    const passes = Math.floor(left / memory);
    const salt = Buffer.alloc(16);
    derive({ variety: "argon2id", password: "", salt, memory, passes, lanes: 1, length: 32 });
    left -= memory * passes;
  }
};
