import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogLine } from "../../src/account/log.ts";
import { createSummedLog, type SummedLog } from "../../src/account/summed-log.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";
import { type KeptLine, logAtHand } from "./log-at-hand.ts";

interface Scene {
  readonly log: SummedLog;
  readonly lines: readonly KeptLine[];
  readonly hand: HandClock;
}

const sceneOf = (isDebug = true): Scene => {
  const hand = handClock();
  const { log, lines } = logAtHand(isDebug);
  return { log: createSummedLog(log, hand.read), lines, hand };
};

const FAILED: LogLine = {
  event: "loginFailed",
  ...{ outcome: "failure", reason: "wrong password", userId: 7, address: "192.0.2.7" },
};

/** How many lines of one event were told, whether they were written or counted. */
const told = (lines: readonly KeptLine[]): number =>
  lines.reduce((sum, { fields }) => sum + Number(fields["count"] ?? 1), 0);

test("ten thousand identical failures are five lines and one with their number (T277, T305)", () => {
  const { log, lines, hand } = sceneOf();
  for (let at = 0; at < 10_000; at += 1) {
    if (at === 9_999) hand.advance(30);
    log.info({ ...FAILED, requestId: `r-${at}` }, "login failed");
  }
  assert.equal(lines.length, 5);
  assert.deepEqual(
    lines.map(({ fields }) => fields["requestId"]),
    ["r-0", "r-1", "r-2", "r-3", "r-4"],
  );
  log.settle();
  assert.deepEqual(lines.slice(5), [
    {
      level: "info",
      message: "login failed, repeated",
      fields: {
        ...{ event: "loginFailed", outcome: "failure", reason: "wrong password" },
        ...{ method: undefined, path: undefined, status: undefined },
        ...{ userId: 7, network: "192.0.2.7", count: 9_995 },
        ...{ first: "2026-03-01T12:00:00.000Z", last: "2026-03-01T12:00:30.000Z" },
      },
    },
  ]);
  log.settle();
  assert.equal(lines.length, 6, "once");
});

test("each minute begins anew, and five within it are no repetition", () => {
  const { log, lines, hand } = sceneOf();
  for (let minute = 0; minute < 3; minute += 1) {
    for (let at = 0; at < 5; at += 1) log.info(FAILED, "login failed");
    hand.advance(60);
  }
  log.settle();
  assert.equal(lines.length, 15);
  for (let at = 0; at < 7; at += 1) log.info(FAILED, "login failed");
  hand.advance(60);
  log.info(FAILED, "login failed");
  assert.deepEqual(
    lines.slice(20).map(({ fields }) => fields["count"]),
    [2, undefined],
  );
});

test("refusals of every kind are summed up, each at its level, and other users, networks and reasons apart", () => {
  const { log, lines } = sceneOf();
  const kinds = [
    ["info", FAILED],
    ["info", { ...FAILED, userId: 8 }],
    ["info", { ...FAILED, reason: "disabled account" }],
    ["info", { ...FAILED, address: "192.0.2.8" }],
    ["info", { event: "loginBlocked", address: "192.0.2.7" }],
    ["info", { event: "registrationBlocked", address: "192.0.2.7" }],
    ["warn", { event: "originRefused", address: "192.0.2.7" }],
    ["debug", { event: "sessionRefused", reason: "bad signature", address: "192.0.2.7" }],
    ["info", { event: "resetRequested" }],
    ["warn", { event: "mailDropped" }],
    ["info", { event: "request", method: "POST", path: "/login", status: 429 }],
    ["info", { event: "request", method: "POST", path: "/login", status: 503 }],
  ] as const;
  for (const [level, line] of kinds) {
    for (let at = 0; at < 20; at += 1) log[level](line, "refused");
  }
  log.settle();
  assert.equal(lines.length, kinds.length * 6);
  assert.deepEqual(
    lines.slice(-kinds.length).map(({ level, fields }) => [level, fields["event"]]),
    kinds.map(([level, { event }]) => [level, event]),
  );
});

test("the addresses of one network's 64 bits are one", () => {
  const { log, lines } = sceneOf();
  for (let at = 0; at < 20; at += 1) log.info({ ...FAILED, address: `2001:db8::${at}` }, "failed");
  log.settle();
  assert.equal(lines.length, 6);
  assert.equal(lines[5]?.fields["network"], "2001:db8:0:0::/64");
});

test("what is no refusal is written each time, and a fault of ours with what led to it (T306)", () => {
  const { log, lines } = sceneOf();
  const every = [
    ["info", { event: "request", method: "GET", path: "/", status: 200 }],
    ["info", { event: "request", method: "POST", path: "/login", status: 303 }],
    ["info", { event: "request", method: "GET", path: "/", status: 500 }],
    ["error", { event: "requestFailed", requestId: "r-1", err: new Error("disk") }],
    ["info", { event: "loggedIn", userId: 7 }],
    ["info", { event: "passwordChanged", userId: 7 }],
  ] as const;
  for (const [level, line] of every) {
    for (let at = 0; at < 100; at += 1) log[level](line, "each");
  }
  log.settle();
  assert.equal(lines.length, every.length * 100);
});

test("any number of names and addresses is some hundred lines, and none is lost", () => {
  const { log, lines } = sceneOf();
  const times = 100_000;
  for (let at = 0; at < times; at += 1) {
    const address = `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`;
    log.info({ ...FAILED, userId: at, address }, "login failed");
  }
  // Whoever has filled it hides nothing else.
  for (let at = 0; at < 20; at += 1) {
    log.warn({ event: "originRefused", address: "192.0.2.7" }, "refused");
  }
  log.settle();
  assert.ok(lines.length < 120, `${lines.length} lines`);
  assert.equal(told(lines), times + 20);
  const rest = lines.filter(({ fields }) => "count" in fields);
  assert.deepEqual(
    rest.map(({ level, fields: { event, count } }) => [level, event, count]),
    [
      ["info", "loginFailed", times - 105],
      ["warn", "originRefused", 15],
    ],
  );
});

test("what is not written at debug is not counted either", () => {
  const { log, lines } = sceneOf(false);
  for (let at = 0; at < 20; at += 1) log.debug({ event: "sessionRefused" }, "session refused");
  log.settle();
  assert.ok(lines.every(({ fields }) => fields["count"] === undefined));
});
