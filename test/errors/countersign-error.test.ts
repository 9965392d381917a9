import assert from "node:assert/strict";
import { test } from "node:test";
import { CountersignError, isCountersignError } from "../../src/errors/countersign-error.ts";

const error = new CountersignError("server.busy", "Try again.");

test("is an error with a name, a code and a message", () => {
  assert.ok(error instanceof Error);
  assert.equal(error.name, "CountersignError");
  assert.equal(error.code, "server.busy");
  assert.equal(error.message, "Try again.");
});

test("keeps what caused it", () => {
  const cause = new Error("disk full");
  assert.equal(new CountersignError("storage.unavailable", "No.", { cause }).cause, cause);
  assert.equal(error.cause, undefined);
});

test("is recognised by its code, and by no other", () => {
  assert.equal(isCountersignError(error), true);
  assert.equal(isCountersignError(error, "server.busy"), true);
  assert.equal(isCountersignError(error, "storage.unavailable"), false);
});

test("is not taken for one of ours: other errors, look-alikes and nothing", () => {
  const others = [new Error("server.busy"), { code: "server.busy" }, "server.busy", undefined];
  for (const other of others) assert.equal(isCountersignError(other, "server.busy"), false);
});
