import { argon2id } from "../../src/hashers/argon2id.ts";
import { bcrypt } from "../../src/hashers/bcrypt.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { scrypt } from "../../src/hashers/scrypt.ts";
import { hasherContract } from "../../src/testing/hasher-contract.ts";

const BCRYPT_TAIL = "e".repeat(53);
const COSTS = ["03", "16", "31", "99"];

hasherContract("bcrypt-sha256", () => ({
  hasher: bcryptSha256({ cost: 4 }),
  dearer: bcryptSha256({ cost: 5 }),
  absurd: COSTS.map((cost) => `bcrypt_sha256$$2b$${cost}$${BCRYPT_TAIL}`),
}));

hasherContract("bcrypt", () => ({
  hasher: bcrypt({ cost: 4 }),
  dearer: bcrypt({ cost: 5 }),
  absurd: COSTS.flatMap((cost) => [
    `bcrypt$$2b$${cost}$${BCRYPT_TAIL}`,
    `$2y$${cost}$${BCRYPT_TAIL}`,
  ]),
}));

const ARGON2_TAIL = `${"A".repeat(22)}$${"A".repeat(43)}`;

hasherContract("argon2id", () => ({
  hasher: argon2id({ memory: 64, passes: 1 }),
  dearer: argon2id({ memory: 128, passes: 1 }),
  absurd: [
    // Memory for one login; time; lanes, which are threads; less than eight blocks a lane.
    "m=262145,t=1,p=1",
    "m=9999999,t=1,p=1",
    "m=262144,t=5,p=1",
    "m=64,t=16385,p=1",
    "m=64,t=9999999,p=1",
    "m=1024,t=1,p=17",
    "m=8,t=1,p=2",
    "m=0,t=1,p=1",
  ].flatMap((cost) => [
    `argon2$argon2id$v=19$${cost}$${ARGON2_TAIL}`,
    `$argon2i$v=19$${cost}$${ARGON2_TAIL}`,
  ]),
}));

const SCRYPT_KEY = `${"A".repeat(86)}==`;

hasherContract("scrypt", () => ({
  hasher: scrypt({ N: 16 }),
  dearer: scrypt({ N: 32 }),
  absurd: [
    // [N, r, p]: no power of two; memory for one login; time.
    [15, 8, 1],
    [1, 8, 1],
    [2 ** 20, 8, 1],
    [2 ** 18, 9, 1],
    [2 ** 17, 8, 5],
    [16, 8, 0],
    [16, 0, 1],
    [16, 100, 1],
  ].map(([N, r, p]) => `scrypt$${N}$salt$${r}$${p}$${SCRYPT_KEY}`),
}));

hasherContract("pbkdf2", () => ({
  hasher: pbkdf2({ iterations: 25 }),
  dearer: pbkdf2({ iterations: 50 }),
  absurd: ["0", "5000001", "99999999", "4294967296"].flatMap((iterations) => [
    `pbkdf2_sha256$${iterations}$salt$${"A".repeat(43)}=`,
    `pbkdf2_sha1$${iterations}$salt$${"A".repeat(27)}=`,
  ]),
}));
