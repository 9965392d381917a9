import { unseasoned } from "./pepper.ts";

export interface HashPart {
  readonly text: string;
  readonly meaning: string;
}

/** A way in which hashes are written: each group of the pattern is a part. */
interface Format {
  readonly pattern: RegExp;
  readonly meanings: readonly ((text: string) => string)[];
}

const says = (meaning: string) => (): string => meaning;
const SALT = says("the salt: random, so that equal passwords have unequal hashes");
const DIGEST = says("the hash: what only the password and the salt together give");
const BCRYPT = [
  says("the version of bcrypt"),
  (cost: string) => `the cost: 2^${Number(cost)} = ${2 ** Number(cost)} rounds`,
  SALT,
  DIGEST,
];

const FORMATS: readonly Format[] = [
  {
    pattern: /^(bcrypt_sha256)\$(\$2[aby]\$)(\d\d)\$(.{22})(.{31})$/,
    meanings: [
      says("the algorithm: bcrypt over the SHA-256 of the password, as Django writes it"),
      ...BCRYPT,
    ],
  },
  {
    pattern: /^(bcrypt)\$(\$2[aby]\$)(\d\d)\$(.{22})(.{31})$/,
    meanings: [says("the algorithm: bcrypt, as Django writes it"), ...BCRYPT],
  },
  {
    pattern: /^(\$2[aby]\$)(\d\d)\$(.{22})(.{31})$/,
    meanings: [
      says("the algorithm: bcrypt, as Devise, Laravel and Rodauth write it"),
      ...BCRYPT.slice(1),
    ],
  },
  {
    pattern:
      /^((?:argon2)?\$argon2(?:id|i|d))\$(v=\d+)\$(m=\d+),(t=\d+),(p=\d+)\$([^$]+)\$([^$]+)$/,
    meanings: [
      (text) =>
        `the algorithm: ${text.split("$")[1]}, as ${text.startsWith("$") ? "Laravel and Rodauth write" : "Django writes"} it`,
      (text) =>
        text === "v=19" ? "its version" : "its version, which nobody here can verify: only v=19",
      (text) => `the memory: ${text.slice(2)} KiB`,
      (text) => `the passes over the memory: ${text.slice(2)}`,
      (text) => `the lanes, computed at once: ${text.slice(2)}`,
      SALT,
      DIGEST,
    ],
  },
  {
    pattern: /^(scrypt)\$(\d+)\$([^$]+)\$(\d+)\$(\d+)\$([^$]+)$/,
    meanings: [
      says("the algorithm: scrypt, as Django writes it"),
      says("N, the cost: how many blocks of memory"),
      SALT,
      says("r: a block is of 128 r bytes"),
      says("p: how often all that is done"),
      DIGEST,
    ],
  },
  {
    pattern: /^([0-9a-f]{32}):([0-9a-f]{128})$/,
    meanings: [
      says("the salt, as better-auth writes it before a scrypt hash of N=16384, r=16, p=1"),
      DIGEST,
    ],
  },
  {
    pattern: /^(pbkdf2_sha(?:256|1))\$(\d+)\$([^$]+)\$([^$]+)$/,
    meanings: [
      (text) =>
        `the algorithm: PBKDF2 with ${text === "pbkdf2_sha1" ? "SHA-1" : "SHA-256"}, as Django writes it`,
      says("the cost: how many iterations"),
      SALT,
      DIGEST,
    ],
  },
];

/** What the parts of an encoded hash mean, for people who look at one in the shell. */
export const explainHash = (encoded: string): readonly HashPart[] => {
  if (encoded.startsWith("!")) {
    return [{ text: "!", meaning: "unusable: nobody can log in with a password" }];
  }
  const { pepper, hash } = unseasoned(encoded);
  if (pepper !== undefined) {
    const meaning = `made with a pepper, whose name is ${pepper}`;
    return [{ text: "pepper", meaning }, ...explainHash(hash)];
  }
  for (const { pattern, meanings } of FORMATS) {
    const found = pattern.exec(encoded);
    if (!found) continue;
    return found.slice(1).map((text, at) => ({ text, meaning: meanings[at]?.(text) ?? "" }));
  }
  const algorithm = encoded.split("$", 1)[0] ?? "";
  return [{ text: algorithm, meaning: "an algorithm that nobody here can verify" }];
};
