import { argon2id } from "../../src/hashers/argon2id.ts";
import { bcrypt } from "../../src/hashers/bcrypt.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";

/** A hasher as the vectors name it: `bcrypt:low`, or its parts. */
export type Named =
  | string
  | {
      readonly algorithm: string;
      readonly rounds?: number;
      readonly iterations?: number;
      readonly memory_cost?: number;
      readonly time_cost?: number;
      readonly parallelism?: number;
      readonly work_factor?: number;
      readonly block_size?: number;
    };

const sha1 = (iterations: number): PasswordHasher => ({
  ...pbkdf2({ iterations }),
  algorithm: "pbkdf2_sha1",
});

/** The header of the vectors, "hashers". */
const HASHERS: Readonly<Record<string, () => PasswordHasher>> = {
  "bcrypt_sha256:low": () => bcryptSha256({ cost: 4 }),
  "bcrypt:low": () => bcrypt({ cost: 4 }),
  "argon2:low": () => argon2id({ memory: 64, passes: 1, lanes: 1 }),
  "pbkdf2_sha256:low": () => pbkdf2({ iterations: 25 }),
  "pbkdf2_sha1:low": () => sha1(25),
  "scrypt:low": () => scrypt({ N: 16, r: 8, p: 1 }),
  "bcrypt_sha256:default": () => bcryptSha256({ cost: 12 }),
  "bcrypt:default": () => bcrypt({ cost: 12 }),
  "argon2:default": () => argon2id({ memory: 102_400, passes: 2, lanes: 8 }),
  "pbkdf2_sha256:default": () => pbkdf2({ iterations: 260_000 }),
  "pbkdf2_sha1:default": () => sha1(260_000),
  "scrypt:default": () => scrypt({ N: 2 ** 14, r: 8, p: 1 }),
};

const ALL_LOW: readonly string[] = [
  "bcrypt_sha256:low",
  "bcrypt:low",
  "pbkdf2_sha256:low",
  "pbkdf2_sha1:low",
  "argon2:low",
  "scrypt:low",
];

/** Ours of the same cost, or undefined for an algorithm that we do not offer. */
export const hasherOf = (named: Named): PasswordHasher | undefined => {
  if (typeof named === "string") return HASHERS[named]?.();
  const { rounds: cost = 12, iterations = 1, work_factor: N = 2, block_size: r = 8 } = named;
  const { memory_cost: memory = 8, time_cost: passes = 1, parallelism: lanes = 1 } = named;
  if (named.algorithm === "bcrypt_sha256") return bcryptSha256({ cost });
  if (named.algorithm === "bcrypt") return bcrypt({ cost });
  if (named.algorithm === "pbkdf2_sha256") return pbkdf2({ iterations });
  if (named.algorithm === "pbkdf2_sha1") return sha1(iterations);
  if (named.algorithm === "argon2") return argon2id({ memory, passes, lanes });
  if (named.algorithm === "scrypt") return scrypt({ N, r, p: lanes });
  return undefined;
};

export const hashersOf = (names: "all-low" | readonly Named[]): readonly PasswordHasher[] =>
  (names === "all-low" ? ALL_LOW : names).flatMap((named) => hasherOf(named) ?? []);
