import assert from "node:assert/strict";
import { test } from "node:test";
import { type User, userJson } from "../../src/users/user.ts";

const ada: User = {
  id: 1,
  username: "Ada",
  email: "ada@example.org",
  emailVerifiedAt: undefined,
  createdAt: Date.UTC(2026, 2, 1, 12),
  lastLoginAt: Date.UTC(2026, 2, 2, 12, 0, 0, 5),
};

test("writes times in ISO 8601 and UTC", () => {
  assert.deepEqual(userJson(ada), {
    id: 1,
    username: "Ada",
    email: "ada@example.org",
    createdAt: "2026-03-01T12:00:00.000Z",
    lastLoginAt: "2026-03-02T12:00:00.005Z",
  });
});

test("writes null for what is not there", () => {
  const { email, lastLoginAt } = userJson({ ...ada, email: undefined, lastLoginAt: undefined });
  assert.deepEqual([email, lastLoginAt], [null, null]);
});

test("hands on no more than it names", () => {
  const record = { ...ada, password: "bcrypt_sha256$$2b$12$", isDisabled: false };
  assert.doesNotMatch(JSON.stringify(userJson(record)), /bcrypt|isDisabled/);
});
