import { CountersignError } from "../errors/countersign-error.ts";
import { argon2id } from "../hashers/argon2id.ts";
import { pbkdf2 } from "../hashers/pbkdf2.ts";
import { scrypt } from "../hashers/scrypt.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import { type HasherName, hasherNamed } from "../site/site-hashers.ts";

/** A cost at which a hasher may be measured. */
export interface Rung {
  /** As it is given to `--cost`. */
  readonly cost: string;
  readonly hasher: PasswordHasher;
  /** What to write to have it. */
  readonly setting: string;
}

interface Ladder {
  /** From the cheapest up: those that people use. */
  readonly costs: readonly string[];
  /** What `--cost` takes. */
  readonly pattern: RegExp;
  readonly example: string;
  rung(...numbers: readonly number[]): Omit<Rung, "cost">;
}

const ofBcrypt = (name: HasherName): Ladder => ({
  costs: ["10", "11", "12", "13", "14", "15"],
  pattern: /^(\d{1,2})$/,
  example: "12",
  rung: (cost = 0) => ({
    hasher: hasherNamed(name, cost),
    setting: `COUNTERSIGN_BCRYPT_COST=${cost}`,
  }),
});

const LADDERS: Readonly<Record<HasherName, Ladder>> = {
  bcrypt_sha256: ofBcrypt("bcrypt_sha256"),
  bcrypt: ofBcrypt("bcrypt"),
  argon2id: {
    // OWASP's five are of one strength; then the defaults of others, up to the second recommendation of RFC 9106.
    costs: [
      "7168x5",
      "12288x3",
      "19456x2",
      "47104x1",
      "65536x2",
      "65536x3",
      "102400x2",
      "131072x3",
    ],
    pattern: /^(\d{1,6})x(\d{1,3})$/,
    example: "19456x2 (KiB of memory x passes over it)",
    rung: (memory = 0, passes = 0) => ({
      hasher: argon2id({ memory, passes }),
      setting: `argon2id({ memory: ${memory}, passes: ${passes} })`,
    }),
  },
  scrypt: {
    costs: ["16384", "32768", "65536", "131072", "262144"],
    pattern: /^(\d{1,7})$/,
    example: "131072 (N; r is 8, p is 1)",
    rung: (N = 0) => ({ hasher: scrypt({ N }), setting: `scrypt({ N: ${N} })` }),
  },
  pbkdf2_sha256: {
    costs: ["300000", "600000", "900000", "1200000", "2000000", "4000000"],
    pattern: /^(\d{1,7})$/,
    example: "600000",
    rung: (iterations = 0) => ({
      hasher: pbkdf2({ iterations }),
      setting: `pbkdf2({ iterations: ${iterations} })`,
    }),
  },
};

/**
 * The costs of a hasher, from the cheapest up, or those that are asked for (`10,12`).
 * Throws `settings.invalid` for what is no cost of it, or out of bounds.
 */
export const costLadder = (name: HasherName, asked?: string): readonly Rung[] => {
  const { costs, pattern, example, rung } = LADDERS[name];
  return (asked?.split(",") ?? costs).map((each) => {
    const cost = each.trim();
    const found = pattern.exec(cost);
    if (found) return { cost, ...rung(...found.slice(1).map(Number)) };
    throw new CountersignError(
      "settings.invalid",
      `--cost: ${JSON.stringify(cost)} is no cost of ${name}; write it as ${example}, more of them comma separated.`,
    );
  });
};
