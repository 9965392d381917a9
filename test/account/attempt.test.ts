import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { attempt } from "../../src/account/attempt.ts";
import type { Registration } from "../../src/account/check-registration.ts";
import { registerUser } from "../../src/account/register-user.ts";
import { openSession } from "../../src/sessions/open-session.ts";
import type { Session } from "../../src/sessions/session.ts";
import { deviceCounter } from "../../src/throttle/counter-of.ts";
import { DEVICE } from "../../src/throttle/limit.ts";
import { BOB } from "../stories/people.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";

/** Parts of a site, and a session of whoever comes from one address with these cookies. */
const partsAndVisitor = async (t: TestContext) => {
  const { parts } = (await siteUnderTest(t)).state.context;
  const visit = async (cookies?: string): Promise<Session> => {
    const visitor = { address: "192.0.2.7", requestId: "r", userAgent: "", cookies };
    return openSession(
      parts.door,
      undefined,
      () => visitor,
      () => {},
    );
  };
  return { parts, visit };
};

test("while the queue of hashes is full nothing is written for a guess or a registration, and each is told that it is busy (T273, T275)", async (t) => {
  const { parts, visit } = await partsAndVisitor(t);
  const { passwords, throttle } = parts;
  const session = await visit();
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

test("while the queue is full for everybody else a known device still guesses, until it is closed there", async (t) => {
  const { parts, visit } = await partsAndVisitor(t);
  const throttle = parts.throttle!;
  const added = await registerUser(parts, await visit(), { ...BOB, email: "" });
  assert.ok("user" in added);
  const { id } = added.user;
  const record = (await parts.accounts.findRecord(id))!;
  const line = throttle.devices.remember(undefined, id, record.deviceEpoch);
  const [cookie = ""] = line.split(";");
  const [device] = throttle.devices.read(cookie);
  const full = { ...parts.passwords, isBusy: (knownAs?: number) => knownAs === undefined };
  const guess = async (cookies: string | undefined, tried = record) => {
    const handed: (number | undefined)[] = [];
    const outcome = await attempt(
      { ...parts, passwords: full },
      await visit(cookies),
      { record: tried, name: BOB.username },
      async (knownAs) => handed.push(knownAs) > 1,
    );
    return { outcome, handed };
  };

  assert.deepEqual(await guess(cookie), { outcome: "wrong", handed: [id] });
  await assert.rejects(guess(undefined), { code: "server.busy" });
  const changed = { ...record, deviceEpoch: record.deviceEpoch + 1 };
  await assert.rejects(guess(cookie, changed), { code: "server.busy" });
  assert.equal(await throttle.counters.failuresOf(`user:${id}`), undefined);

  const unhurried = { ...deviceCounter(id, device!.id), limit: { ...DEVICE, from: 101 } };
  for (let failures = 1; failures < 100; failures += 1) {
    await throttle.counters.count([unhurried], parts.clock());
  }
  await assert.rejects(guess(cookie), { code: "server.busy" });
});
