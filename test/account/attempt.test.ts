import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt } from "../../src/account/attempt.ts";
import type { Registration } from "../../src/account/check-registration.ts";
import { registerUser } from "../../src/account/register-user.ts";
import { openSession } from "../../src/sessions/open-session.ts";
import { BOB } from "../stories/people.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";

test("while the queue of hashes is full nothing is written for a guess or a registration, and each is told that it is busy (T273, T275)", async (t) => {
  const { parts } = (await siteUnderTest(t)).state.context;
  const { passwords, throttle } = parts;
  const visitor = () => ({
    address: "192.0.2.7",
    requestId: "r",
    userAgent: "",
    cookies: undefined,
  });
  const session = await openSession(parts.door, undefined, visitor, () => {});
  const among = (isFull: boolean) => ({
    ...parts,
    passwords: { ...passwords, isBusy: () => isFull },
  });
  const guess = (isFull: boolean) =>
    attempt(among(isFull), session, { record: undefined, name: "eve" }, async () => false);
  const registration: Registration = { ...BOB, email: "" };
  const register = (isFull: boolean) => registerUser(among(isFull), session, registration);
  const counted = async () => [
    (await throttle?.counters.failuresOf("network:192.0.2.7"))?.count ?? 0,
    (await throttle?.counters.failuresOf("registrations:192.0.2.7"))?.count ?? 0,
  ];

  await assert.rejects(guess(true), { code: "server.busy" });
  await assert.rejects(register(true), { code: "server.busy" });
  assert.deepEqual(await counted(), [0, 0]);
  assert.equal(await guess(false), "wrong");
  assert.ok("user" in (await register(false)));
  assert.deepEqual(await counted(), [1, 1]);
});
