import assert from "node:assert/strict";
import { test } from "node:test";
import { createSigner } from "../../src/signing/signer.ts";
import { handClock } from "../../src/testing/hand-clock.ts";
import { createKnownDevices, type KnownDevices } from "../../src/throttle/known-devices.ts";
import { OLDER_SECRET, SECRET } from "../stories/people.ts";

const COOKIE = { name: "device", path: "/", secure: false };
const DAY = 86_400;

const devicesAt = (secrets: readonly string[] = [SECRET], hand = handClock()): KnownDevices =>
  createKnownDevices(secrets, COOKIE, hand.read);

/** What a browser sends that was answered so. */
const sent = (setCookie: string): string => setCookie.split(";", 1)[0]!;

test("a browser is known by the account that it logged in to, and by no other", () => {
  const devices = devicesAt();
  const cookies = sent(devices.remember(undefined, 12, 3));
  const [device, ...others] = devices.read(`a=b; ${cookies}`);
  assert.deepEqual([device?.userId, device?.epoch, others.length], [12, 3, 0]);
  assert.match(device?.id ?? "", /^[\w-]{22}$/);
  assert.deepEqual(devices.read("session=x"), []);
  assert.deepEqual(devices.read(undefined), []);
});

test("it has another id with each login, so that a copy of the cookie of before is another device", () => {
  const devices = devicesAt();
  const first = sent(devices.remember(undefined, 12, 0));
  const again = sent(devices.remember(first, 12, 0));
  const changed = sent(devices.remember(again, 12, 1));
  const known = [first, again, changed].flatMap((cookies) => devices.read(cookies));
  assert.deepEqual(
    known.map(({ userId, epoch }) => [userId, epoch]),
    [
      [12, 0],
      [12, 0],
      [12, 1],
    ],
  );
  assert.equal(new Set(known.map(({ id }) => id)).size, 3);
});

test("a browser is known by its last five accounts", () => {
  const devices = devicesAt();
  let cookies: string | undefined;
  for (const userId of [1, 2, 3, 4, 5, 6, 2]) {
    cookies = sent(devices.remember(cookies, userId, 0));
  }
  assert.deepEqual(
    devices.read(cookies).map(({ userId }) => userId),
    [2, 6, 5, 4, 3],
  );
  const longest = Array.from({ length: 5 }, (_, at) => 2 ** 52 + at);
  for (const userId of longest) cookies = sent(devices.remember(cookies, userId, 10 ** 14));
  assert.equal(devices.read(cookies).length, 5);
});

test("the cookie lives 400 days from the last login, whatever the browser says", () => {
  const hand = handClock();
  const devices = devicesAt([SECRET], hand);
  const line = devices.remember(undefined, 12, 0);
  assert.match(line, /; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/);
  hand.advance(400 * DAY);
  assert.equal(devices.read(sent(line)).length, 1);
  hand.advance(1);
  assert.deepEqual(devices.read(sent(line)), []);
});

test("an older secret is believed as long as it is in the list", () => {
  const cookies = sent(devicesAt([OLDER_SECRET]).remember(undefined, 12, 0));
  assert.equal(devicesAt([SECRET, OLDER_SECRET]).read(cookies).length, 1);
  assert.deepEqual(devicesAt([SECRET]).read(cookies), []);
});

test("nothing is made of a cookie that is altered, doubled, too long or signed for another purpose (T010)", () => {
  const devices = devicesAt();
  const cookies = sent(devices.remember(undefined, 12, 0));
  const value = cookies.slice("device=".length);
  const other = createSigner([SECRET], "countersign.session").sign(
    value.slice(0, value.lastIndexOf(":")),
  );
  const bad = [
    cookies.replace("=12.", "=13."),
    `${cookies}A`,
    `${cookies}; ${cookies}`,
    `device=${"x".repeat(2_000)}`,
    `device=${other}`,
    "device=",
    "device=:::",
    "device=12.0.AAAAAAAAAAAAAAAAAAAAAA",
  ];
  for (const each of bad) assert.deepEqual(devices.read(each), [], each);
  assert.equal(devices.read(cookies).length, 1);
});
