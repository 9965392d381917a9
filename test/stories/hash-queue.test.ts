import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { PasswordHasher } from "../../src/passwords/password-hasher.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { checkInTime } from "./in-time.ts";
import { ADA } from "./people.ts";
import type { Answer } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

test("past the queue's end a login is 503 with Retry-After at once, and welcome goes on", async (t) => {
  const site = await siteUnderTest(t, { hashers: [bcryptSha256({ cost: 11 })], throttle: false });
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);

  const storm = 80;
  const times: number[] = [];
  const logins = Array.from({ length: storm }, async () => {
    const started = performance.now();
    const answer = await browserLikeClient(site).postJson("/login", ADA);
    if (answer.status === 503) times.push(performance.now() - started);
    return answer;
  });
  const refused: Answer = await Promise.race(
    logins.map(async (login) => {
      const answer = await login;
      return answer.status === 503 ? answer : new Promise<never>(() => {});
    }),
  );
  assert.equal((refused.json() as { code: string }).code, "server.busy");
  assert.match(refused.headers["retry-after"] ?? "", /^[1-9]\d*$/);
  assert.deepEqual(refused.setCookies, []);
  const started = performance.now();
  assert.equal((await browser.get("/welcome")).status, 200);
  checkInTime(500, started);
  assert.ok(
    times.every((time) => time < 1_500),
    `slowest ${Math.max(...times)} ms`,
  );

  // Those that found a place are answered, the others can come again.
  const statuses = (await Promise.all(logins)).map(({ status }) => status);
  assert.deepEqual([...new Set(statuses)].sort(), [200, 503]);
  assert.equal((await browserLikeClient(site).postJson("/login", ADA)).status, 200);
});

test("what a client that left was waiting for is dropped", async (t) => {
  let begun = 0;
  let isReleased = false;
  const gates: (() => void)[] = [];
  const bcrypt = bcryptSha256({ cost: 4 });
  // Held until the test lets go, so that what comes after it waits.
  const held: PasswordHasher = {
    ...bcrypt,
    async make(password, threads, signal) {
      begun += 1;
      if (!isReleased) {
        await new Promise<void>((resolve, reject) => {
          gates.push(resolve);
          signal?.addEventListener("abort", () => reject(signal.reason));
        });
      }
      return bcrypt.make(password, threads, signal);
    },
  };
  const site = await siteUnderTest(t, { hashers: [held], throttle: false });

  const body = JSON.stringify(ADA);
  const socket = connect(Number(new URL(site.url).port), "127.0.0.1");
  socket.write(
    `POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  while (begun === 0) await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  const isLogged = (): boolean =>
    site.log.some((line) => line["msg"] === "request" && line["path"] === "/login");
  while (!isLogged()) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(!site.log.some((line) => line["level"] === 50), "a client that left is no error");

  isReleased = true;
  for (const open of gates) open();
  assert.equal((await browserLikeClient(site).postJson("/register", ADA)).status, 201);
});
