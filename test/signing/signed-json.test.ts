import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { encodeBase64url } from "../../src/signing/base64url.ts";
import { createSignedJson, LARGEST_PAYLOAD, pack, unpack } from "../../src/signing/signed-json.ts";
import type { Secret } from "../../src/signing/signer.ts";
import { createTimestampSigner } from "../../src/signing/timestamp-signer.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

interface DumpsIn {
  readonly key: Secret;
  readonly now: number;
  readonly compress: boolean;
  readonly payload: string;
  readonly salt?: string;
}

interface LoadsIn extends Omit<DumpsIn, "payload" | "compress"> {
  readonly signed: string;
  readonly max_age?: number;
  readonly fallback_keys?: readonly Secret[];
}

interface Loaded {
  readonly json: string;
  readonly js_lossy?: string;
  readonly json_sha256?: string;
}

const purposeOf = ({ salt }: { readonly salt?: string }): string => salt || "django.core.signing";

const payloadOf = (signed: string): string => signed.split(":", 1)[0] ?? "";

test("writes what Django's signing.dumps writes", () => {
  const cases = djangoCases<DumpsIn, { ok: string }>("signing", "dumps");
  const { same, otherwise, counts } = sortCases(cases, {
    "a value that JavaScript spells otherwise": ({ tags }) => tags.includes("js-lossy"),
  });
  let equalBytes = 0;
  for (const { id, in: input, out } of same) {
    const json = createSignedJson([input.key], purposeOf(input));
    const ours = json.sign(JSON.parse(input.payload), input.now);
    // Two deflaters write different bytes for one text, and ours is always asked.
    const isDeflated = ours.startsWith(".") || out.ok.startsWith(".");
    if (isDeflated) assert.equal(unpack(payloadOf(ours)), input.payload, id);
    else assert.equal(ours, out.ok, id);
    if (!isDeflated) equalBytes += 1;
  }
  for (const { id, in: input, out } of Object.values(otherwise).flat()) {
    assert.equal(unpack(payloadOf(out.ok)), input.payload, id);
  }
  assert.deepEqual([...Object.values(counts), equalBytes], [70, 24, 50]);
});

const LENIENT_SPELLINGS = [
  "padded",
  "standard-alphabet",
  "spaces-inside",
  "foreign-inside",
  "spare-bits",
];

test("reads what Django's signing.dumps wrote, and refuses what signing.loads refuses", () => {
  const cases = djangoCases<LoadsIn, Loaded>("signing", "loads");
  const { same, otherwise, counts } = sortCases(cases, {
    "larger than what a payload may inflate to": ({ out }) => "json_sha256" in out,
    "a second spelling of the payload, which Django's decoder lets pass": ({ tags }) =>
      tags.includes("signed-malformed") && LENIENT_SPELLINGS.some((tag) => tags.includes(tag)),
  });
  for (const { id, in: input, out } of same) {
    const secrets = [input.key, ...(input.fallback_keys ?? [])];
    const read = createSignedJson(secrets, purposeOf(input)).unsign(input.signed);
    const isTooOld =
      "signedAt" in read &&
      input.max_age !== undefined &&
      input.now - read.signedAt > input.max_age;
    if (isRaised(out)) assert.ok("refused" in read || isTooOld, id);
    else if ("js_lossy" in out) assert.ok("value" in read, id);
    else assert.deepEqual("value" in read && read.value, JSON.parse(out.json), id);
  }
  for (const { id, in: input } of Object.values(otherwise).flat()) {
    const read = createSignedJson([input.key], purposeOf(input)).unsign(input.signed);
    assert.deepEqual(read, { refused: "bad-payload" }, id);
  }
  assert.deepEqual(Object.values(counts), [169, 1, 5]);
});

test("keeps a payload as it is where deflating does not shorten it", () => {
  assert.equal(pack("{}"), "e30");
  assert.ok(pack(JSON.stringify("a".repeat(100))).startsWith("."));
});

const json = createSignedJson(["secret"], "test");
const signer = createTimestampSigner(["secret"], "test");
const reasonFor = (payload: string): unknown => json.unsign(signer.sign(payload, 0));

test("reads back what it signed, with the time and the secret", () => {
  const value = { user_id: 1, text: "é".repeat(300), list: [1.5, null, true] };
  assert.deepEqual(json.unsign(json.sign(value, 7)), { value, signedAt: 7, secretIndex: 0 });
  assert.deepEqual(createSignedJson(["new", "secret"], "test").unsign(json.sign(value, 7)), {
    value,
    signedAt: 7,
    secretIndex: 1,
  });
});

test("says why it refuses: the signature, or what was signed", () => {
  assert.deepEqual(json.unsign("e30:0:AAAA"), { refused: "bad-signature" });
  for (const payload of ["e30=", "e 30", "e3", ".e30", "", ".", "_w", "e30.", "bnVs"]) {
    assert.deepEqual(reasonFor(payload), { refused: "bad-payload" }, payload);
  }
  assert.deepEqual(reasonFor("e30"), { value: {}, signedAt: 0, secretIndex: 0 });
});

const bombs = {
  zlib: deflateSync(Buffer.alloc(4_000_000, "0"), { level: 9 }),
  gzip: gzipSync(Buffer.alloc(4_000_000, "0"), { level: 9 }),
  raw: deflateRawSync(Buffer.alloc(4_000_000, "0"), { level: 9 }),
  brotli: brotliCompressSync(Buffer.alloc(20_000_000, "0")),
};

test("refuses four kilobytes that inflate to megabytes, without inflating them (T030)", () => {
  const before = process.memoryUsage().rss;
  for (const [name, bomb] of Object.entries(bombs)) {
    assert.ok(bomb.length < 4_096, name);
    // Every byte that could stand for "compressed" before it.
    for (const mark of [".", "..", "-", "~", ""]) {
      for (let round = 0; round < 20; round += 1) {
        const token = signer.sign(mark + encodeBase64url(bomb), 0);
        assert.deepEqual(json.unsign(token), { refused: "bad-payload" }, name);
      }
    }
  }
  assert.ok(process.memoryUsage().rss - before < 10_000_000);
});

test("inflates up to its bound and not a byte more", () => {
  const text = (length: number): string => JSON.stringify("0".repeat(length - 2));
  assert.equal(unpack(pack(text(LARGEST_PAYLOAD))).length, LARGEST_PAYLOAD);
  assert.throws(() => unpack(pack(text(LARGEST_PAYLOAD + 1))), { code: "ERR_BUFFER_TOO_LARGE" });
});
