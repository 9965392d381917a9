import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { isCountersignError } from "../../src/errors/countersign-error.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import type { BoundedEngine } from "../../src/sessions/session-engine.ts";
import { openBrowser } from "../../src/testing/test-browser.ts";
import { doorAtHand, wholeFile } from "./door.ts";

const door = await doorAtHand(wholeFile, { lifeTime: { idle: 600 }, cookieName: "__Host-session" });

/** Name and value together, in bytes, as a browser counts them (RFC 6265bis, 5.6). */
const sizeOf = (setCookie: string | undefined): number => {
  const [pair = ""] = setCookie?.split(";", 1) ?? [];
  return Buffer.byteLength(pair) - "=".length;
};

/** As many characters as given, that no deflater makes any shorter than they are worth. */
const noise = (length: number): string =>
  randomBytes(length).toString("base64url").slice(0, length);

test("takes what fits and refuses what does not, when it is set", async () => {
  const { session } = await openBrowser(door).begin();
  session.set("small", noise(1_000));
  assert.throws(() => session.set("large", noise(6_000)), { code: "session.too-large" });
  assert.equal(session.has("large"), false);
  assert.equal(String(session.get("small")).length, 1_000);
});

test("keeps what was there before where the new value is too large", async () => {
  const { session } = await openBrowser(door).begin();
  session.set("cart", ["tea"]);
  assert.throws(() => session.set("cart", noise(6_000)), { code: "session.too-large" });
  assert.deepEqual(session.get("cart"), ["tea"]);
});

test("names the largest keys, the size and the way out", async () => {
  const { session } = await openBrowser(door).begin();
  session.set("notes", noise(1_500));
  session.set("tiny", 1);
  assert.throws(
    () => session.set("photo", noise(5_000)),
    (error: Error) => {
      assert.match(error.message, /about \d{4,} bytes/);
      assert.match(error.message, /"photo" \(5002 characters\), "notes" \(1502 characters\)/);
      assert.match(error.message, /engine that stores sessions on the server/);
      return true;
    },
  );
});

test("weighs what it holds altogether, not each value alone", async () => {
  const { session } = await openBrowser(door).begin();
  const fill = (): void => {
    for (let at = 0; at < 20; at += 1) session.set(`note${at}`, noise(300));
  };
  assert.throws(fill, { code: "session.too-large" });
  assert.ok(session.size >= 5);
});

test("counts what deflating saves", async () => {
  const browser = openBrowser(door);
  const { setCookie } = await browser.visit((session) => session.set("text", "tea ".repeat(5_000)));
  assert.ok(sizeOf(setCookie) < 400);
  assert.equal(await browser.look((session) => String(session.get("text")).length), 20_000);
});

test("refuses at the save what an engine did not weigh: never a silent loss", async () => {
  const { weigh: _, ...unweighed } = door.engine as BoundedEngine;
  const { session, answer } = await openBrowser({ ...door, engine: unweighed }).begin();
  session.set("large", noise(6_000));
  await assert.rejects(answer(), { code: "session.too-large" });
});

test("keeps every cookie within 4,096 bytes, however full, also after a login (T024)", async () => {
  for (let length = 2_300; length < 2_900; length += 1) {
    const browser = openBrowser(door);
    const request = await browser.begin();
    try {
      request.session.set("noise", noise(length));
    } catch (error) {
      assert.ok(isCountersignError(error, "session.too-large"));
      assert.ok(length > 2_400, `${length} characters are not much`);
      continue;
    }
    const first = await request.answer();
    const second = await browser.visit(async (session) => {
      await logInAs(session, Number.MAX_SAFE_INTEGER - length, length);
      session.setExpiry(new Date("9999-12-31T23:59:59.999Z"));
    });
    for (const { setCookie } of [first, second]) {
      assert.ok(sizeOf(setCookie) <= 4_096, `${sizeOf(setCookie)} bytes`);
    }
  }
});

test("keeps every cookie within 4,096 bytes, whatever the API accepts (T024)", async () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: "binary", minLength: 200, maxLength: 1_500 }),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 120 }),
    fc.nat({ max: 3_000 }).map(noise),
  );
  const entries = fc.array(fc.tuple(fc.string({ unit: "binary", maxLength: 40 }), value), {
    maxLength: 12,
  });
  let refused = 0;
  let largest = 0;
  await fc.assert(
    fc.asyncProperty(entries, fc.boolean(), async (pairs, isLogin) => {
      const browser = openBrowser(door);
      const { setCookie } = await browser.visit(async (session) => {
        for (const [key, each] of pairs) {
          try {
            session.set(key, each as never);
          } catch (error) {
            // Keys that begin with an underscore are ours.
            if (!(error instanceof TypeError)) {
              assert.ok(isCountersignError(error, "session.too-large"), String(error));
              refused += 1;
            }
          }
        }
        if (isLogin) await logInAs(session, 1);
      });
      largest = Math.max(largest, sizeOf(setCookie));
      assert.ok(sizeOf(setCookie) <= 4_096, `${sizeOf(setCookie)} bytes`);
    }),
    { numRuns: 400, endOnFailure: true },
  );
  assert.ok(refused > 20 && largest > 3_000, `${refused} refused, the largest ${largest}`);
});
