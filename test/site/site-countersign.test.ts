import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type TestContext, test } from "node:test";
import { readEnvironment } from "../../src/site/environment.ts";
import { siteCountersign } from "../../src/site/site-countersign.ts";
import { siteLog } from "../../src/site/site-log.ts";
import { temporaryPath } from "../database/temporary-database.ts";
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

/** Threads of this process that take what nobody else wants; one that helps where they starve is none of them. */
const idleThreads = (): number =>
  readdirSync("/proc/self/task").filter((id) => {
    const stat = readFileSync(`/proc/self/task/${id}/stat`, "utf8");
    // proc_pid_stat(5): the 19th field is how nice it is, the 17th behind the name in brackets.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16] === "19";
  }).length;

/** How many such threads a process gains by its first hash, as one of so many workers. */
const threadsOfOneOf = async (t: TestContext, workers: number): Promise<number> => {
  const environment = {
    ...GOOD,
    COUNTERSIGN_DATABASE: `sqlite:${temporaryPath(t)}`,
    COUNTERSIGN_BCRYPT_COST: "10",
    COUNTERSIGN_WORKERS: String(workers),
  };
  const cs = await siteCountersign(readEnvironment(environment, false), log);
  await cs.ready();
  const before = idleThreads();
  await cs.context!.parts.passwords.make("four unrelated words");
  const after = idleThreads();
  await cs.close();
  return after - before;
};

const skip =
  process.platform === "linux" && availableParallelism() > 1
    ? false
    : "counts threads in /proc, on more than one core";

test("workers share the threads for hashes: all cores are one process's, or one is each of many's", {
  skip,
}, async (t) => {
  assert.equal(await threadsOfOneOf(t, 1), availableParallelism());
  assert.equal(await threadsOfOneOf(t, availableParallelism()), 1);
  assert.equal(await threadsOfOneOf(t, 4 * availableParallelism()), 1);
});
