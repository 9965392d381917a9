import assert from "node:assert/strict";
import { test } from "node:test";
import { createSigner, type Secret } from "../../src/signing/signer.ts";
import { createTimestampSigner } from "../../src/signing/timestamp-signer.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

interface Input {
  readonly key: Secret;
  readonly now: number;
  readonly salt?: string;
}

interface UnsignIn extends Input {
  readonly signed: string;
  readonly max_age?: number;
  readonly max_age_is_timedelta?: boolean;
  readonly fallback_keys?: readonly Secret[];
}

const purposeOf = ({ salt }: { readonly salt?: string }): string =>
  salt || "django.core.signing.TimestampSigner";

test("signs value and time as Django does", () => {
  const cases = djangoCases<Input & { value: string }, { ok: string }>("signing", "timestamp.sign");
  for (const { id, in: input, out } of cases) {
    const signer = createTimestampSigner([input.key], purposeOf(input));
    assert.equal(signer.sign(input.value, input.now), out.ok, id);
  }
  assert.equal(cases.length, 45);
});

test("verifies what Django signed, and refuses what Django refuses", () => {
  const cases = djangoCases<UnsignIn, { ok: string }>("signing", "timestamp.unsign");
  const { same, otherwise, counts } = sortCases(cases, {
    "a stamp without digits, which Django reads as 0": ({ tags }) => tags.includes("minus-stamp"),
    "a stamp of more than 64 digits, which nobody needs": ({ tags }) =>
      tags.includes("gigantic-stamp"),
  });
  for (const { id, in: input, out } of same) {
    const signer = createTimestampSigner(
      [input.key, ...(input.fallback_keys ?? [])],
      purposeOf(input),
    );
    const unsigned = signer.unsign(input.signed);
    // How old is too old is asked elsewhere: of the session, by its life time.
    const age = unsigned && input.now - unsigned.signedAt;
    const isTooOld = age !== undefined && input.max_age !== undefined && age > input.max_age;
    assert.equal(isTooOld ? undefined : unsigned?.value, isRaised(out) ? undefined : out.ok, id);
  }
  for (const { id, in: input } of Object.values(otherwise).flat()) {
    const signer = createTimestampSigner([input.key], purposeOf(input));
    assert.equal(signer.unsign(input.signed), undefined, id);
  }
  assert.deepEqual(Object.values(counts), [143, 2, 2]);
});

test("makes and reads the signed cookies of Django's HttpResponse.set_signed_cookie", () => {
  // django/http/cookie.py and django/core/signing.py: get_cookie_signer.
  const signerOf = ({ key, name, salt = "" }: Input & { name: string }) =>
    createTimestampSigner(
      [Buffer.concat([Buffer.from("django.http.cookies"), Buffer.from(key as string)])],
      name + salt,
    );
  const made = djangoCases<Input & { name: string; value: string }, { ok: string }>(
    "signing",
    "signed_cookie.set",
  );
  for (const { id, in: input, out } of made) {
    assert.equal(signerOf(input).sign(input.value, input.now), out.ok, id);
  }
  const read = djangoCases<UnsignIn & { name: string; cookie: string }, { ok: string }>(
    "signing",
    "signed_cookie.get",
  );
  for (const { id, in: input, out } of read) {
    const unsigned = signerOf(input).unsign(input.cookie);
    const age = unsigned && input.now - unsigned.signedAt;
    const isTooOld = age !== undefined && input.max_age !== undefined && age > input.max_age;
    assert.equal(isTooOld ? undefined : unsigned?.value, isRaised(out) ? undefined : out.ok, id);
  }
  assert.deepEqual([made.length, read.length], [6, 42]);
});

const signer = createTimestampSigner(["secret"], "test");

test("says when it was signed, in whole seconds, and by which secret", () => {
  const older = createTimestampSigner(["older"], "test").sign("value", 1_772_366_400.9);
  const ring = createTimestampSigner(["secret", "older"], "test");
  assert.deepEqual(ring.unsign(older), {
    value: "value",
    signedAt: 1_772_366_400,
    secretIndex: 1,
  });
  assert.equal(ring.unsign(signer.sign("value", 0))?.signedAt, 0);
});

test("refuses a text that was signed without a time, and one whose time is none (T029)", () => {
  const plain = createSigner(["secret"], "test");
  assert.equal(signer.unsign(plain.sign("value:1PXDal"))?.value, "value");
  for (const stamp of ["", "-", "0x_10", "1e+309", "1.5", " 1", "é", "z".repeat(65)]) {
    assert.equal(signer.unsign(plain.sign(`value:${stamp}`)), undefined, stamp);
  }
  assert.equal(signer.unsign(plain.sign("value")), undefined);
});

test("refuses a text whose time was changed", () => {
  const signed = signer.sign("value", 1_772_366_400);
  const [value, stamp, signature] = signed.split(":");
  const later = signer.sign("value", 1_772_366_401).split(":")[1];
  assert.equal(signer.unsign(`${value}:${stamp}:${signature}`)?.value, "value");
  assert.equal(signer.unsign(`${value}:${later}:${signature}`), undefined);
  assert.equal(signer.unsign(`${value}:${signature}`), undefined);
});
