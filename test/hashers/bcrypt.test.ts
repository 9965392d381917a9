import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { verifySync } from "@node-rs/bcrypt";
import { bcrypt } from "../../src/hashers/bcrypt.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";

const threads = threadsAtHand();
const cheap = bcrypt({ cost: 4 });

interface Pair {
  /** In hexadecimal. */
  readonly password: string;
  readonly hash: string;
}

const PAIRS: readonly Pair[] = JSON.parse(
  readFileSync(new URL("../vectors/bcrypt/crypt-blowfish.json", import.meta.url), "utf8"),
);

/** To these crypt_blowfish gives another hash under $2a$, because of its old bug. They are no UTF-8: nobody types them. */
const EVADED: readonly string[] = ["ffffa3", "ffa33334ffffffa3333435"];

test("verifies the pairs of crypt_blowfish, bytes as bytes (T091)", () => {
  assert.equal(PAIRS.length, 28);
  for (const { password, hash } of PAIRS) {
    const bytes = Buffer.from(password, "hex");
    const isEvaded = hash.startsWith("$2a$") && EVADED.includes(password);
    assert.equal(verifySync(bytes, hash), !isEvaded, `${password} ${hash}`);
    assert.equal(verifySync(Buffer.concat([Buffer.from("x"), bytes]), hash), false);
    assert.equal(cheap.recognises(hash), true);
  }
});

test("recognises none of crypt_blowfish's bad settings (T091)", () => {
  const bad = ["$2a$03$", "$2a$32$", "$2c$05$", "$2z$05$", "$2`$05$", "$2{$05$", "*0", "$2x$05$"];
  for (const start of bad) assert.equal(cheap.recognises(start + "e".repeat(53)), false, start);
  assert.equal(cheap.recognises(`$2a$05$${"e".repeat(53)}`), true);
});

test("writes what Django's BCryptPasswordHasher does, and calls a bare hash outdated", async () => {
  const encoded = await cheap.make("five green apples", threads);
  assert.match(encoded, /^bcrypt\$\$2b\$04\$[./A-Za-z0-9]{53}$/);
  assert.equal(cheap.isOutdated(encoded), false);
  const bare = encoded.slice("bcrypt$".length);
  assert.equal(cheap.isOutdated(bare), true);
  for (const version of ["$2a$", "$2b$", "$2y$"]) {
    const other = bare.replace("$2b$", version);
    assert.equal(await cheap.verify("five green apples", other, threads), true, version);
    assert.equal(await cheap.verify("five green apple", other, threads), false, version);
  }
});

test("takes costs from 4 to 15 and refuses all others", () => {
  for (const cost of [4, 12, 15]) assert.equal(bcrypt({ cost }).algorithm, "bcrypt");
  for (const cost of [3, 16, 10.5, Number.NaN]) {
    assert.throws(() => bcrypt({ cost }), { code: "settings.invalid" }, `${cost}`);
  }
  assert.equal(bcrypt().weakness, undefined);
  assert.match(bcrypt({ cost: 9 }).weakness ?? "", /cost of 9/);
});

test("recognises no hash whose spare bits are set: bcrypt refuses it without any work", async () => {
  const sound = (await bcrypt({ cost: 10 }).make("five green apples", threads)).slice(7);
  const spoil = (at: number): string => `${sound.slice(0, at)}b${sound.slice(at + 1)}`;
  assert.equal(cheap.recognises(sound), true);
  for (const spoilt of [spoil(28), spoil(59)]) {
    assert.equal(cheap.recognises(spoilt), false);
    assert.equal(verifySync("five green apples", spoilt), false);
  }
});
