import assert from "node:assert/strict";
import { test } from "node:test";
import { readEnvironment } from "../../src/site/environment.ts";
import { siteCountersign } from "../../src/site/site-countersign.ts";
import { siteLog } from "../../src/site/site-log.ts";
import { SECRET } from "../stories/people.ts";

const log = siteLog({ logLevel: "silent", workers: 1 });

const GOOD = {
  COUNTERSIGN_ORIGIN: "https://login.example.org",
  COUNTERSIGN_SECRET: SECRET,
  COUNTERSIGN_DATABASE: "sqlite::memory:",
};

/** The site's session cookie in this environment. */
const cookieIn = async (environment: Readonly<Record<string, string>>) => {
  const cs = await siteCountersign(readEnvironment({ ...GOOD, ...environment }, false), log);
  await cs.ready();
  const { cookie } = cs.context!.parts.door;
  await cs.close();
  return cookie;
};

test("the session cookie has the name and the domain that the environment gives it", async () => {
  assert.deepEqual(await cookieIn({}), {
    name: "__Host-session",
    path: "/",
    secure: true,
    domain: undefined,
  });
  const named = { COUNTERSIGN_COOKIE_NAME: "login", COUNTERSIGN_COOKIE_DOMAIN: "example.org" };
  assert.deepEqual(await cookieIn(named), {
    name: "login",
    path: "/",
    secure: true,
    domain: "example.org",
  });
});

test("a fault that the library finds is told by the variable's name", async () => {
  const faults = [
    { COUNTERSIGN_COOKIE_NAME: "__Host-mine", COUNTERSIGN_COOKIE_DOMAIN: "example.org" },
    { COUNTERSIGN_SECRET: "short" },
  ];
  for (const fault of faults) {
    await assert.rejects(cookieIn(fault), {
      code: "settings.invalid",
      message: new RegExp(`^${Object.keys(fault)[0]}: `),
    });
  }
});
