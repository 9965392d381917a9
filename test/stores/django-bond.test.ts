import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import type { Secret } from "../../src/signing/signer.ts";
import { djangoBond } from "../../src/stores/django-bond.ts";
import { djangoCases } from "../vectors/django-cases.ts";

interface In {
  readonly secret: Secret;
  readonly password: string;
}

const HASH = "bcrypt_sha256$$2b$12$five-green-apples";

test("ties a session to a hash as Django does", () => {
  const cases = djangoCases<In, { readonly ok: string }>("auth", "auth.session_hash");
  for (const { id, in: input, out } of cases) {
    const bond = djangoBond([input.secret]);
    const tie = bond.tie(input.password);
    assert.deepEqual([...tie], [["_auth_user_hash", out.ok]], id);
    assert.equal(bond.judge(tie, input.password), "holds", id);
  }
  assert.equal(cases.length, 33);
});

test("holds by the newest secret, is outdated by an older one, broken by any other", () => {
  const [newest, older, other] = ["newest", "older", "other"];
  const tie = (secret: string) => djangoBond([secret]).tie(HASH);
  const bond = djangoBond([newest, older]);
  assert.equal(bond.judge(tie(newest), HASH), "holds");
  assert.equal(bond.judge(tie(older), HASH), "outdated");
  assert.equal(bond.judge(tie(other), HASH), "broken");
  assert.deepEqual(bond.tie(HASH), tie(newest));
});

test("is broken by another hash, no hash, and a proof that is none", () => {
  const bond = djangoBond(["secret"]);
  const tie = bond.tie(HASH);
  const proof = String(tie.get("_auth_user_hash"));
  assert.equal(bond.judge(tie, HASH), "holds");
  assert.equal(bond.judge(tie, `${HASH}.`), "broken");
  assert.equal(bond.judge(tie, ""), "broken");
  assert.equal(bond.judge(tie, undefined), "broken");
  assert.equal(bond.judge(new Map(), HASH), "broken");
  const wrong: readonly JsonValue[] = [
    ...["", proof.slice(1), `${proof}0`, proof.toUpperCase(), "é".repeat(64), "é".repeat(32)],
    ...[null, 0, true, [proof], { proof }],
  ];
  for (const given of wrong) {
    assert.equal(bond.judge(new Map([["_auth_user_hash", given]]), HASH), "broken", String(given));
  }
});
