import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import fc from "fast-check";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { form, send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

/** Visible ASCII and Latin-1: what a header and a target can carry without being cut by the client. */
const wireText = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(fc.integer({ min: 0x21, max: 0x7e }), fc.integer({ min: 0xa1, max: 0xff })), {
      maxLength,
    })
    .map((codes) => String.fromCharCode(...codes));

const PATHS = [
  "/",
  "/login",
  "/register",
  "/welcome",
  "/logout",
  "/session",
  "/sessions",
  "/sessions/end-others",
  "/sessions/some-id/end",
  "/health",
  "/assets/",
];

const requests = (cookie: string) =>
  fc.record(
    {
      method: fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"),
      path: fc
        .tuple(fc.constantFrom(...PATHS), fc.oneof(fc.constant(""), wireText(30)))
        .map(([path, tail]) => path + tail.replace(/[^\x21-\x7e]/g, "%")),
      headers: fc.dictionary(
        fc.constantFrom(
          "Accept",
          "Content-Type",
          "Content-Encoding",
          "Origin",
          "Referer",
          "Sec-Fetch-Site",
          "Sec-Fetch-Dest",
          "Sec-Purpose",
          "User-Agent",
          "X-Forwarded-For",
          "Cookie",
        ),
        fc.oneof(
          wireText(60),
          fc.constantFrom(
            "application/json",
            "application/x-www-form-urlencoded",
            "application/json;q=0.5, text/html;q=nonsense",
            "multipart/form-data",
            "same-origin",
            "null",
            cookie,
            `${cookie}x`,
            cookie.slice(0, -7),
            cookie.replace(":", "::"),
          ),
        ),
      ),
      body: fc.oneof(
        fc.constant(form(ADA)),
        fc.constant(JSON.stringify(ADA)),
        fc.string({ unit: "binary", maxLength: 200 }),
        fc.json(),
        fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 20 })).map(form),
      ),
    },
    { requiredKeys: ["method", "path", "headers"] },
  );

/** Sends so many requests out of what real ones are made of: no answer is 5xx but for busy, nothing ends the site. */
export const mutateRequests = async (t: TestContext, runs: number): Promise<void> => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  await fc.assert(
    fc.asyncProperty(requests(browser.cookie), async (sent) => {
      const { status } = await send(site.url, sent);
      assert.ok(status < 500 || status === 503, `${status}`);
    }),
    { numRuns: runs },
  );
  assert.deepEqual(
    site.log.filter((line) => Number(line["level"]) >= 50),
    [],
  );
  assert.equal((await send(site.url, { path: "/health" })).status, 200);
};
