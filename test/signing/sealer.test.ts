import assert from "node:assert/strict";
import { createDecipheriv, hkdfSync } from "node:crypto";
import { test } from "node:test";
import { createSealer } from "../../src/signing/sealer.ts";

const sealer = createSealer(["secret"], "purpose");

test("opens what it sealed, of any length and any letters", () => {
  for (const text of ["", "a", "é😀\0", "x".repeat(10_000)]) {
    assert.deepEqual(sealer.open(sealer.seal(text)), { text, secretIndex: 0 });
  }
});

test("never seals twice alike: the nonce is random (NIST SP 800-38D, 8.2.2)", () => {
  const nonces = new Set(Array.from({ length: 1_000 }, () => sealer.seal("same").slice(0, 16)));
  assert.equal(nonces.size, 1_000);
});

test("opens nothing that was sealed for another purpose or by another secret (T010)", () => {
  const sealed = sealer.seal("text");
  assert.ok(sealer.open(sealed));
  assert.equal(createSealer(["secret"], "purpose2").open(sealed), undefined);
  assert.equal(createSealer(["secret2"], "purpose").open(sealed), undefined);
});

test("seals by the newest secret, opens by all, and says by which", () => {
  const older = createSealer(["older"], "purpose").seal("text");
  const both = createSealer(["newer", "older"], "purpose");
  assert.deepEqual(both.open(older), { text: "text", secretIndex: 1 });
  assert.deepEqual(both.open(both.seal("text")), { text: "text", secretIndex: 0 });
  assert.equal(createSealer(["newer"], "purpose").open(older), undefined);
});

test("opens nothing that is shorter than a nonce and a tag, or no base64url", () => {
  const sealed = sealer.seal("");
  assert.equal(Buffer.from(sealed, "base64url").length, 28);
  assert.ok(sealer.open(sealed));
  for (const text of [
    "",
    "A",
    "AAAA",
    sealed.slice(0, -1),
    `${sealed}=`,
    `${sealed} `,
    `!${sealed}`,
  ]) {
    assert.equal(sealer.open(text), undefined, text);
  }
});

test("is AES-256-GCM under a key by HKDF-SHA-256, with the purpose authenticated", () => {
  const bytes = Buffer.from(sealer.seal("text"), "base64url");
  const key = Buffer.from(hkdfSync("sha256", "secret", "", "purpose.aes-256-gcm", 32));
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12))
    .setAAD(Buffer.from("purpose"))
    .setAuthTag(bytes.subarray(-16));
  assert.equal(decipher.update(bytes.subarray(12, -16), undefined, "utf8"), "text");
  decipher.final();
});

test("its keys are RFC 5869's (appendix A.1) (T290)", () => {
  const ikm = Buffer.alloc(22, 0x0b);
  const salt = Buffer.from("000102030405060708090a0b0c", "hex");
  const info = Buffer.from("f0f1f2f3f4f5f6f7f8f9", "hex");
  assert.equal(
    Buffer.from(hkdfSync("sha256", ikm, salt, info, 42)).toString("hex"),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  );
});
