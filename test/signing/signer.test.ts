import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { createSigner, type Secret } from "../../src/signing/signer.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";

const signer = createSigner(["a secret of thirty-two characters"], "test");
const signed = signer.sign("value");
const signature = signed.slice("value:".length);

interface SignIn {
  readonly key: Secret;
  readonly value: unknown;
  readonly salt?: string | null;
  readonly algorithm?: string;
  readonly sep?: string;
}

interface UnsignIn extends Omit<SignIn, "value"> {
  readonly signed: string;
  readonly fallback_keys?: readonly Secret[];
}

const purposeOf = ({ salt }: { readonly salt?: string | null }): string =>
  salt || "django.core.signing.Signer"; // Django takes an empty one for none

const NOT_OFFERED = {
  "an algorithm other than SHA-256": ({ in: { algorithm } }: { in: { algorithm?: string } }) =>
    algorithm !== undefined && algorithm !== "sha256",
  "a separator other than a colon": ({ in: { sep } }: { in: { sep?: string } }) =>
    sep !== undefined && sep !== ":",
};

test("signs as Django does", () => {
  const cases = djangoCases<SignIn, { ok: string }>("signing", "signer.sign");
  const { same, counts } = sortCases(cases, {
    ...NOT_OFFERED,
    "a value that is no text: a matter of types": ({ in: { value } }) => typeof value !== "string",
    "recorded only as a digest": ({ out }) => "ok_sha256" in out,
  });
  for (const { id, in: input, out } of same) {
    const sign = (): string => createSigner([input.key], purposeOf(input)).sign(`${input.value}`);
    if (isRaised(out)) assert.throws(sign, { code: "signing.malformed" }, id);
    else assert.equal(sign(), out.ok, id);
  }
  assert.deepEqual(Object.values(counts), [69, 7, 23, 7, 1]);
});

test("verifies what Django signed, and refuses what Django refuses", () => {
  const cases = djangoCases<UnsignIn, { ok: string }>("signing", "signer.unsign");
  const { same, counts } = sortCases(cases, NOT_OFFERED);
  for (const { id, in: input, out } of same) {
    const secrets = [input.key, ...(input.fallback_keys ?? [])];
    const unsigned = createSigner(secrets, purposeOf(input)).unsign(input.signed);
    assert.equal(unsigned?.value, isRaised(out) ? undefined : out.ok, id);
  }
  assert.deepEqual(Object.values(counts), [139, 37, 1]);
});

test("keeps the bytes of a secret as they are", () => {
  // A single byte that is no UTF-8 (Django's SignedCookieTest, behaviour 194).
  const bytes = createSigner([Uint8Array.of(0xe7)], "test");
  assert.equal(bytes.unsign(bytes.sign("hello"))?.value, "hello");
  assert.notEqual(bytes.sign("hello"), createSigner(["\ufffd"], "test").sign("hello"));
});

test("refuses a text signed for another purpose", () => {
  const secret = "a secret of thirty-two characters";
  assert.equal(createSigner([secret], "test").unsign(signed)?.value, "value");
  assert.equal(createSigner([secret], "tests").unsign(signed), undefined);
  // "test" + "signer" and "testsig" + "ner" must not be one key by accident of their lengths.
  assert.equal(createSigner([`er${secret}`], "testsign").unsign(signed), undefined);
});

test("signs by the newest secret, verifies by all, and says by which", () => {
  const older = createSigner(["older"], "test").sign("value");
  const ring = createSigner(["newest", "older"], "test");
  assert.equal(ring.sign("value"), createSigner(["newest"], "test").sign("value"));
  assert.deepEqual(ring.unsign(ring.sign("value")), { value: "value", secretIndex: 0 });
  assert.deepEqual(ring.unsign(older), { value: "value", secretIndex: 1 });
  assert.equal(createSigner(["newest"], "test").unsign(older), undefined);
});

test("refuses to be made without a secret", () => {
  assert.throws(() => createSigner([], "test"), { code: "signing.malformed" });
});

test("refuses to sign a lone surrogate, which would share its signature with U+FFFD (T076)", () => {
  assert.throws(() => signer.sign("\ud800"), { code: "signing.malformed" });
  assert.equal(signer.unsign(signer.sign("\ufffd"))?.value, "\ufffd");
  assert.equal(signer.unsign(signer.sign("\ufffd").replace("\ufffd", "\ud800")), undefined);
});

test("takes a signature of 32 bytes and none of 0, 1, 31, 33 or 64 (T028)", () => {
  const bytes = Buffer.from(signature, "base64url");
  for (const length of [0, 1, 31, 33, 64]) {
    const other = Buffer.concat([bytes, bytes]).subarray(0, length).toString("base64url");
    assert.equal(signer.unsign(`value:${other}`), undefined, `${length} bytes`);
    assert.equal(signer.unsign(`value:${Buffer.alloc(length).toString("base64url")}`), undefined);
  }
  assert.equal(signer.unsign(`value:${bytes.toString("base64url")}`)?.value, "value");
});

test("refuses a bare value and a bare secret (T012)", () => {
  for (const text of [
    "",
    ":",
    "value",
    "value:",
    `:${signature}`,
    signature,
    `value${signature}`,
  ]) {
    assert.equal(signer.unsign(text), undefined, text);
  }
});

test("refuses every other spelling of a good signature", () => {
  const bytes = Buffer.from(signature, "base64url");
  const last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const spareBits = [...last]
    .map((character) => signature.slice(0, -1) + character)
    .filter((text) => text !== signature && Buffer.from(text, "base64url").equals(bytes));
  assert.equal(spareBits.length, 3, "three other last characters stand for the same bytes");

  const standard = createSigner(["x"], "test");
  const withDash = [...Array(200).keys()]
    .map((number) => standard.sign(`${number}`))
    .find((text) => /[-_]/.test(text));
  assert.ok(withDash !== undefined && standard.unsign(withDash));
  assert.equal(standard.unsign(withDash.replace(/-/g, "+").replace(/_/g, "/")), undefined);

  for (const other of [...spareBits, `${signature}=`, ` ${signature}`, `${signature}\n`]) {
    assert.equal(signer.unsign(`value:${other}`), undefined, JSON.stringify(other));
  }
  // Each character is one byte of UTF-8 when cut to its low byte.
  const fullwidth = String.fromCodePoint(0x100 + signature.charCodeAt(0)) + signature.slice(1);
  assert.equal(signer.unsign(`value:${fullwidth}`), undefined);
});

interface Rfc4231 {
  /** In hex. */
  readonly key: string;
  /** In hex. */
  readonly data: string;
  /** HMAC-SHA-256, in hex. */
  readonly hmac: string;
  /** Of `data` under SHA-256("test" + "signer" + key): hashlib and hmac of Python 3.11. */
  readonly signed?: string;
}

/** RFC 4231, section 4. Its case 5 gives the first 128 bits only. */
const RFC_4231: readonly Rfc4231[] = [
  {
    key: "0b".repeat(20),
    data: "4869205468657265",
    hmac: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    signed: "N6hEqP1uPncFqKHoTMWbK6WYjpfLJ8mQqMgpkavdTRM",
  },
  {
    key: "4a656665",
    data: "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
    hmac: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    signed: "yz_jIyLtuAcd61lThI7ZhFDew2sivw8AvVNEZcIG6jU",
  },
  {
    key: "aa".repeat(20),
    data: "dd".repeat(50), // no UTF-8, and so no text of ours
    hmac: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  },
  {
    key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
    data: "cd".repeat(50), // no UTF-8 either
    hmac: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
  },
  {
    key: "0c".repeat(20),
    data: "546573742057697468205472756e636174696f6e",
    hmac: "a3b6167473100ee06e0c796c2955552b",
    signed: "WEtRdkWfEXNp41GD9mJq73u521LLF40JqPwQKVTk9_A",
  },
  {
    key: "aa".repeat(131),
    data: Buffer.from("Test Using Larger Than Block-Size Key - Hash Key First").toString("hex"),
    hmac: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    signed: "cFw7BT2TzE6cOCT-ft8nZmg8BL64zxHYO_zqma4iPYY",
  },
  {
    key: "aa".repeat(131),
    data: Buffer.from(
      "This is a test using a larger than block-size key and a larger than block-size data. " +
        "The key needs to be hashed before being used by the HMAC algorithm.",
    ).toString("hex"),
    hmac: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    signed: "2or5gvA0QPjwe7T1oAsKe43Avt9zWlfREPJVOBINSug",
  },
];

test("rests on the HMAC-SHA-256 of RFC 4231 (T011)", () => {
  for (const { key, data, hmac } of RFC_4231) {
    const made = createHmac("sha256", Buffer.from(key, "hex")).update(Buffer.from(data, "hex"));
    assert.equal(made.digest("hex").slice(0, hmac.length), hmac);
  }
});

test("signs the texts of RFC 4231 under a key of purpose and secret", () => {
  const texts = RFC_4231.filter(({ signed }) => signed !== undefined);
  for (const { key, data, signed } of texts) {
    const text = Buffer.from(data, "hex").toString();
    assert.equal(createSigner([Buffer.from(key, "hex")], "test").sign(text), `${text}:${signed}`);
  }
  assert.equal(texts.length, 5);
});

test("refuses a good signature cut to 128, 160 or 248 bits", () => {
  const bytes = Buffer.from(signature, "base64url");
  for (const bits of [128, 160, 248]) {
    const cut = bytes.subarray(0, bits / 8).toString("base64url");
    assert.equal(signer.unsign(`value:${cut}`), undefined, `${bits} bits`);
  }
});
