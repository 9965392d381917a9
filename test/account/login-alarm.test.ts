import assert from "node:assert/strict";
import { test } from "node:test";
import { createLoginAlarm, type LoginAlarm } from "../../src/account/login-alarm.ts";
import type { AccountEvent } from "../../src/events/account-event.ts";
import type { LoginAttack } from "../../src/events/login-attack.ts";
import { type HandClock, handClock } from "../../src/testing/hand-clock.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

interface Scene {
  readonly alarm: LoginAlarm;
  readonly told: readonly LoginAttack[];
  readonly hand: HandClock;
}

const sceneOf = (): Scene => {
  const told: LoginAttack[] = [];
  const hand = handClock(NOW);
  return { alarm: createLoginAlarm((attack) => told.push(attack), hand.read), told, hand };
};

const REST = { at: NOW, username: undefined, session: undefined, actor: "visitor" } as const;

/** From as many addresses, at as many names, of which every other one is somebody's. */
const fail = ({ alarm }: Scene, times: number): void => {
  for (let at = 1; at <= times; at += 1) {
    const [userId, reason] =
      at % 2 ? ([at, "wrong password"] as const) : ([undefined, "unknown name"] as const);
    const address = `2001:db8:0:${at.toString(16)}::1`;
    alarm.note({ ...REST, name: "loginFailed", reason, userId, address });
  }
};

const logIn = ({ alarm }: Scene, times: number): void => {
  const event: AccountEvent = { ...REST, name: "loggedIn", userId: 7 };
  for (let at = 0; at < times; at += 1) alarm.note(event);
};

test("five hundred addresses at five hundred names are told at the hundredth, each minute, and when they are gone (T123)", (t) => {
  const scene = sceneOf();
  const { alarm, told, hand } = scene;
  t.after(alarm.close);
  fail(scene, 99);
  assert.equal(told.length, 0);
  fail(scene, 401);
  const begun = { name: "loginsUnderAttack", at: NOW, since: NOW, isNew: true } as const;
  assert.deepEqual(told, [
    { ...begun, failures: 100, unknownNames: 49, accounts: 50, networks: 99, blocked: 0 },
  ]);
  for (let at = 0; at < 1_000; at += 1) alarm.noteBlocked();

  hand.advance(60);
  for (let at = 0; at < 100; at += 1) alarm.noteBlocked();
  const later = { ...begun, at: NOW + 60_000, isNew: false };
  assert.deepEqual(told.slice(1), [
    { ...later, failures: 500, unknownNames: 249, accounts: 201, networks: 401, blocked: 1_000 },
  ]);
  hand.advance(60);
  fail(scene, 99);
  assert.deepEqual(told.slice(2), [
    {
      ...{ ...later, at: NOW + 120_000, failures: 0, unknownNames: 0 },
      ...{ accounts: 0, networks: 0, blocked: 100 },
    },
  ]);
  hand.advance(60);
  logIn(scene, 1);
  const over = { name: "loginAttackOver", at: NOW + 180_000, since: NOW } as const;
  assert.deepEqual(told.slice(3), [{ ...over, failures: 599, blocked: 1_100 }]);
  // And then the next is a new one.
  fail(scene, 100);
  assert.equal(told.length, 5);
  const next = told[4];
  assert.ok(next?.name === "loginsUnderAttack" && next.isNew);
});

test("a busy site's mistypers are no attack, nor is what has to wait, nor a hundred in more than a minute", (t) => {
  const scene = sceneOf();
  const { alarm, told, hand } = scene;
  t.after(alarm.close);
  logIn(scene, 500);
  fail(scene, 500);
  assert.equal(told.length, 0);
  fail(scene, 1);
  assert.equal(told.length, 1);
  hand.advance(120);
  logIn(scene, 1);
  hand.advance(120);
  logIn(scene, 1);
  const { length } = told;
  assert.equal(told[length - 1]?.name, "loginAttackOver");

  for (let at = 0; at < 10_000; at += 1) alarm.noteBlocked();
  for (let minute = 0; minute < 3; minute += 1) {
    hand.advance(60);
    fail(scene, 99);
  }
  assert.equal(told.length, length);
});
