import assert from "node:assert/strict";
import { test } from "node:test";
import { database } from "../../src/engines/database.ts";
import { encryptedCookie } from "../../src/engines/encrypted-cookie.ts";
import { memory } from "../../src/engines/memory.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import {
  type InspectableEngine,
  type Inspected,
  isInspectable,
} from "../../src/sessions/inspectable-engine.ts";
import { noChange } from "../../src/sessions/session-change.ts";
import { encodeBase62 } from "../../src/signing/base62.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { OLDER_SECRET, SECRET } from "../stories/people.ts";

const SAVED = Date.parse("2026-03-01T12:00:00Z");
const SECRETS = [SECRET];

const save = async (engine: InspectableEngine, value = "tea"): Promise<string> => {
  const contents = {
    id: "K9sd0fLq2mNv7bXc4tRz1A",
    data: new Map([["drink", value]]),
    marks: { used: 5 },
    savedAt: SAVED,
  };
  const saving = { contents, change: noChange(), kept: undefined, expiresAt: SAVED + 60_000 };
  return (await engine.save(saving)) ?? "";
};

const kindsOf = ({ parts }: Inspected) => parts.map(({ kind }) => kind);
const concealedOf = ({ parts }: Inspected) =>
  parts.flatMap(({ kind, isConcealed }) => (isConcealed ? [kind] : []));
const drinkIn = ({ payload }: Inspected) =>
  (payload?.value as { drink: string } | undefined)?.drink;
const joined = ({ parts }: Inspected) => parts.map(({ text }) => text).join("");

test("a signed token is cut into payload, time and signature, and the signature is concealed", async () => {
  const engine = signedCookie()({ secrets: SECRETS });
  const token = await save(engine);
  const inspected = await engine.inspect(token);
  assert.equal(joined(inspected), token);
  assert.deepEqual(kindsOf(inspected), [
    "payload",
    "separator",
    "timestamp",
    "separator",
    "signature",
  ]);
  assert.deepEqual(concealedOf(inspected), ["signature"]);
  assert.deepEqual(inspected.payload, {
    value: { drink: "tea", _used: 5, _sid: "K9sd0fLq2mNv7bXc4tRz1A" },
    isDeflated: false,
    isSealed: false,
  });
  assert.equal(inspected.savedAt, SAVED);
  assert.equal(inspected.sealedBy, 0);

  const long = await engine.inspect(await save(engine, "tea".repeat(199)));
  assert.equal(long.payload?.isDeflated, true);
  assert.equal(drinkIn(long)?.length, 597);
});

test("a sealed token is cut into nonce, sealed text and tag, whatever its length, and the tag is concealed", async () => {
  const engine = encryptedCookie()({ secrets: SECRETS });
  for (const value of ["", "a", "ab", "abc", "abcd"]) {
    const token = await save(engine, value);
    const inspected = await engine.inspect(token);
    assert.equal(joined(inspected), token);
    assert.deepEqual(kindsOf(inspected), ["nonce", "sealed", "tag"]);
    assert.deepEqual(concealedOf(inspected), ["tag"]);
    const [nonce, , tag] = inspected.parts;
    assert.equal(Buffer.from(nonce?.text ?? "", "base64url").length, 12);
    // 128 bits, and the letter that the tag shares with what is before it.
    assert.ok([22, 23].includes(tag?.text.length ?? 0));
    assert.equal(drinkIn(inspected), value);
    assert.equal(inspected.payload?.isSealed, true);
  }
});

test("says by which secret a token is good, and when by none", async () => {
  for (const factory of [signedCookie(), encryptedCookie()]) {
    const token = await save(factory({ secrets: SECRETS }));
    const renewed = factory({ secrets: [OLDER_SECRET, SECRET] });
    assert.equal((await renewed.inspect(token)).sealedBy, 1);
    const other = factory({ secrets: [OLDER_SECRET] });
    assert.equal((await other.inspect(token)).sealedBy, "none");
    assert.equal(joined(await other.inspect(token)), token);
  }
  const other = encryptedCookie()({ secrets: [OLDER_SECRET] });
  const token = await save(encryptedCookie()({ secrets: SECRETS }));
  assert.equal((await other.inspect(token)).payload, undefined);
});

test("a server-side token is cut into id and secret, and its row is shown to who has both", async (t) => {
  const clock = () => SAVED;
  const opened = await temporaryDatabase(t, ":memory:");
  const inDatabase = database()({ database: opened, secrets: SECRETS, clock });
  const inMemory = memory()({ clock, isProduction: false });
  for (const engine of [inDatabase, inMemory]) {
    assert.ok(isInspectable(engine));
    const token = await save(engine);
    const inspected = await engine.inspect(token);
    assert.equal(joined(inspected), token);
    assert.deepEqual(kindsOf(inspected), ["id", "separator", "secret"]);
    assert.deepEqual(concealedOf(inspected), ["secret"]);
    const { digest, ...row } = inspected.row ?? {};
    assert.match(String(digest), /^[\w-]{43}$/);
    assert.deepEqual(row, {
      id: "K9sd0fLq2mNv7bXc4tRz1A",
      data: { drink: "tea" },
      marks: { used: 5 },
      saved: "2026-03-01T12:00:00.000Z",
      expires: "2026-03-01T12:01:00.000Z",
    });

    const guessed = `K9sd0fLq2mNv7bXc4tRz1A.${"A".repeat(43)}`;
    assert.equal((await engine.inspect(guessed)).row, undefined);
    assert.equal(joined(await engine.inspect(guessed)), guessed);
  }
});

test("what is no token of the engine's is shown as one part, concealed, and throws nothing", async () => {
  const engines = [
    signedCookie()({ secrets: SECRETS }),
    encryptedCookie()({ secrets: SECRETS }),
    memory()({ clock: () => SAVED, isProduction: false }),
  ];
  const late = `e30:${encodeBase62(2n ** 200n)}:x`;
  for (const engine of engines) {
    assert.ok(isInspectable(engine));
    for (const token of ["", "x", "a:b", "a:b:c:d", "::", late, `.${"A".repeat(43)}`, "ü:1:x"]) {
      const inspected = await engine.inspect(token);
      assert.equal(joined(inspected), token);
      if (engine.name === "signed-cookie" && token === "ü:1:x") continue;
      assert.deepEqual(concealedOf(inspected), ["unknown"], token);
    }
  }
});

test("a rewritten payload keeps its time and signature: the same data is the same token, other data is refused", async () => {
  const engine = signedCookie()({ secrets: SECRETS });
  for (const drink of ["thé ", "thé ".repeat(100)]) {
    const token = await save(engine, drink);
    const { value } = (await engine.inspect(token)).payload ?? {};
    const same = engine.rewrite(token, JSON.stringify(value, null, 2));
    assert.equal(same, token);
    assert.ok("contents" in (await engine.load(same)));

    for (const text of [`{"user_id":1}`, "no JSON", "", "日本"]) {
      const other = engine.rewrite(token, text);
      assert.deepEqual(other.split(":").slice(1), token.split(":").slice(1));
      assert.deepEqual(await engine.load(other), { refused: "bad-signature" });
    }
  }
});
