import assert from "node:assert/strict";
import { test } from "node:test";
import { createAccountLinks } from "../../src/account/account-links.ts";
import type { LoginRecord } from "../../src/users/user-store.ts";

const NOW = Date.UTC(2026, 2, 1, 12);
const HOUR = 3_600;
const links = createAccountLinks(["Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5"], {
  reset: HOUR,
  confirmation: 24 * HOUR,
});
const ADA: LoginRecord = {
  user: {
    id: 7,
    username: "ada",
    email: "ada@example.org",
    emailVerifiedAt: undefined,
    createdAt: NOW,
    lastLoginAt: NOW,
  },
  password: "bcrypt_sha256$one",
  isDisabled: false,
  epoch: 0,
  deviceEpoch: 0,
};
const withUser = (changes: Partial<LoginRecord["user"]>): LoginRecord => ({
  ...ADA,
  user: { ...ADA.user, ...changes },
});

const after = (seconds: number): number => NOW + seconds * 1_000;

test("a reset is good for an hour, and dies with the password, the next login and the address", () => {
  const token = links.makeReset(ADA, NOW);
  const claim = links.readReset(token, after(HOUR));
  assert.equal(claim?.userId, 7);
  assert.equal(claim?.isGood(ADA), true);
  assert.equal(links.readReset(token, after(HOUR + 1)), undefined);
  for (const later of [
    { ...ADA, password: "bcrypt_sha256$two" },
    withUser({ lastLoginAt: NOW + 1 }),
    withUser({ lastLoginAt: undefined }),
    withUser({ email: "other@example.org" }),
    withUser({ id: 8 }),
  ]) {
    assert.equal(claim?.isGood(later), false);
  }
});

test("a confirmation names its address, outlives a login, and dies once it is used", () => {
  const email = "lovelace@example.org";
  const token = links.makeConfirmation(ADA, email, NOW);
  const claim = links.readConfirmation(token, after(24 * HOUR));
  assert.deepEqual([claim?.userId, claim?.email], [7, email]);
  assert.equal(claim?.isGood(withUser({ lastLoginAt: NOW + 1 })), true);
  assert.equal(links.readConfirmation(token, after(24 * HOUR + 1)), undefined);
  for (const later of [
    { ...ADA, password: "bcrypt_sha256$two" },
    withUser({ email }),
    withUser({ emailVerifiedAt: NOW }),
  ]) {
    assert.equal(claim?.isGood(later), false);
  }
});

test("neither is good for the other, nor once its text was altered (T010)", () => {
  const reset = links.makeReset(ADA, NOW);
  const confirmation = links.makeConfirmation(ADA, "ada@example.org", NOW);
  assert.equal(links.readConfirmation(reset, NOW)?.isGood(ADA) ?? false, false);
  assert.equal(links.readReset(confirmation, NOW)?.isGood(ADA) ?? false, false);
  const others = Buffer.from("eve@example.org").toString("base64url");
  const forged = confirmation.replace(/^7\.[^.]+/, `7.${others}`);
  assert.equal(links.readConfirmation(forged, NOW)?.email, "eve@example.org");
  assert.equal(links.readConfirmation(forged, NOW)?.isGood(ADA), false);
  assert.equal(links.readReset(reset.replace(/^7/, "8"), NOW)?.isGood(withUser({ id: 8 })), false);
});

test("what comes from the future, or is no token, is nobody's", () => {
  const token = links.makeReset(ADA, NOW);
  assert.ok(links.readReset(token, after(-60)));
  assert.equal(links.readReset(token, after(-61)), undefined);
  const strange = ["", "7", "7..", "0.1.x", "-7.1.x", "7e1.1.x", "1".repeat(700), "7.é.x"];
  for (const text of strange) assert.equal(links.readReset(text, NOW), undefined, text);
});
