import { argon2id, hasArgon2 } from "../hashers/argon2id.ts";
import { bcrypt } from "../hashers/bcrypt.ts";
import { bcryptSha256 } from "../hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../hashers/pbkdf2.ts";
import { scrypt } from "../hashers/scrypt.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";

export const HASHERS = ["bcrypt_sha256", "bcrypt", "argon2id", "scrypt", "pbkdf2_sha256"] as const;

export type HasherName = (typeof HASHERS)[number];

/** Those that this runtime can compute: argon2id from Node 24.7 on. */
export const HASHERS_HERE: readonly HasherName[] = HASHERS.filter(
  (name) => name !== "argon2id" || hasArgon2(),
);

/** One of them, at the cost of new hashes. */
export const hasherNamed = (name: HasherName, bcryptCost: number): PasswordHasher => {
  switch (name) {
    case "bcrypt_sha256":
      return bcryptSha256({ cost: bcryptCost });
    case "bcrypt":
      return bcrypt({ cost: bcryptCost });
    case "argon2id":
      return argon2id();
    case "scrypt":
      return scrypt();
    case "pbkdf2_sha256":
      return pbkdf2();
  }
};

/**
 * Those that are named: the first makes, and the dearest is what a refusal costs. All others verify what was
 * imported, so that nobody has to name them for it.
 */
export const siteHashers = ({
  hashers: named,
  bcryptCost,
}: {
  readonly hashers: readonly HasherName[];
  readonly bcryptCost: number;
}): Readonly<Record<"hashers" | "importHashers", readonly PasswordHasher[]>> => {
  const made = (names: readonly HasherName[]): readonly PasswordHasher[] =>
    names.map((name) => hasherNamed(name, bcryptCost));
  const others = HASHERS_HERE.filter((name) => !named.includes(name));
  return { hashers: made(named), importHashers: made(others) };
};
