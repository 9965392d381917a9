// Over 150 lines because it is one story: a storm, what everybody else saw of it, and what it left behind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openStorage } from "../../src/assembly/open-storage.ts";
import { type Browser, browserLikeClient } from "./browser-like-client.ts";
import { onBothDatabases } from "./on-both-databases.ts";
import { ADA, BOB } from "./people.ts";
import { sendStorm, type Told } from "./send-storm.ts";
import { type SiteProcess, siteProcess } from "./site-process.ts";
import type { ProbeLine } from "./storm-probe.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PROBE = fileURLToPath(new URL("./storm-probe.ts", import.meta.url));

const PER_SECOND = 200;

/** A real cost, limits as in production, and addresses as a proxy says them. */
const stormySite = async (
  t: TestContext,
  address: string | undefined,
): Promise<{ site: SiteProcess; looks: () => readonly ProbeLine[]; database: string }> => {
  const folder = temporaryFolder(t);
  const lines = join(folder, "probe");
  const site = await siteProcess(t, {
    folder,
    environment: {
      COUNTERSIGN_BCRYPT_COST: "12",
      COUNTERSIGN_THROTTLE: "on",
      COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1",
      NODE_OPTIONS: `--import=${PROBE}`,
      STORM_PROBE: lines,
      ...(address === undefined ? {} : { COUNTERSIGN_DATABASE: address }),
    },
  });
  const looks = (): readonly ProbeLine[] =>
    readFileSync(lines, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ProbeLine);
  return { site, looks, database: address ?? `sqlite:${site.database}` };
};

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * part) - 1] ?? Number.NaN;

interface Seen {
  /** In milliseconds, 99th percentiles. */
  readonly welcome: number;
  readonly stat: number;
  readonly lookup: number;
  readonly delay: number;
}

/** What somebody who is logged in sees while something is under way, and the process itself. */
const watch = async (
  browser: Browser,
  looks: () => readonly ProbeLine[],
  during: Promise<unknown>,
): Promise<Seen> => {
  const since = Date.now();
  let isOver = false;
  const over = during.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const began = performance.now();
    assert.equal((await browser.get("/welcome")).status, 200);
    times.push(performance.now() - began);
    await sleep(50);
  }
  await over;
  const lines = looks().filter(({ at }) => at >= since);
  assert.ok(lines.length > 5, "the process was looked at from inside");
  const worst = (of: "stat" | "lookup" | "delay") =>
    percentile(
      lines.map((line) => line[of]),
      0.99,
    );
  return {
    welcome: percentile(times, 0.99),
    ...{ stat: worst("stat"), lookup: worst("lookup"), delay: worst("delay") },
  };
};

/** As many requests that cost nothing, for a few seconds: what this machine makes of the rate alone. */
const drizzle = (site: SiteProcess): Promise<readonly Told[]> =>
  sendStorm(site, {
    ...{ path: "/nowhere", perSecond: PER_SECOND, seconds: 5, leaves: false },
    guess: () => ({ fields: { username: "ada", password: "wrong" }, from: "10.1.0.0" }),
  });

/** The bound, or on a machine that is busy with other things ten times what it was before the storm. */
const atMost = (bound: number, idle: number): number => Math.max(bound, 10 * idle);

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await act();
  return performance.now() - began;
};

/** Everybody else is served as if nothing happened. */
const unharmed = (t: TestContext, idle: Seen, seen: Seen): void => {
  for (const [name, bound] of [
    ["welcome", 250],
    ["stat", 50],
    ["lookup", 50],
    ["delay", 50],
  ] as const) {
    t.diagnostic(`${name}: ${seen[name].toFixed(1)} ms, idle ${idle[name].toFixed(1)} ms`);
    assert.ok(seen[name] <= atMost(bound, idle[name]), `${name}: ${seen[name]} ms`);
  }
};

const statusesOf = (told: readonly Told[]): Readonly<Record<number, number>> =>
  Object.fromEntries(
    [...Map.groupBy(told, ({ status }) => status)].map(([status, all]) => [status, all.length]),
  );

const slowest = (told: readonly Told[], part: number): number =>
  percentile(
    told.map(({ ms }) => ms),
    part,
  );

/** In milliseconds. A machine on which what is not there takes longer, at the same rate, has other things to do. */
const QUIET = 20;

/** Refused without a hash, as fast as what is not there; but for those who come before the queue is full. */
const refusedAtOnce = (t: TestContext, told: readonly Told[], nothing: readonly Told[]): void => {
  const refused = told.filter(({ status }) => status === 503 || status === 429);
  const idle = slowest(nothing, 0.99);
  const [p95, p99] = [slowest(refused, 0.95), slowest(refused, 0.99)];
  t.diagnostic(
    `${JSON.stringify(statusesOf(told))}, refused within ${p95.toFixed(1)} ms (95 %), ${p99.toFixed(1)} ms (99 %); what is not there ${idle.toFixed(1)} ms`,
  );
  assert.ok(refused.length > told.length / 2);
  if (idle < QUIET) assert.ok(p99 <= 100, `${p99} ms`);
  else assert.ok(p95 <= atMost(100, idle), `${p95} ms`);
};

/** Logs in again and again on a device that is known, and gets in each time; in milliseconds. */
const logInUntil = async (
  browser: Browser,
  storm: Promise<unknown>,
): Promise<readonly number[]> => {
  let isOver = false;
  storm.finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  while (!isOver) {
    const login = async () => assert.equal((await browser.post("/login", ADA)).status, 303);
    times.push(await timed(login));
    await sleep(1_000);
  }
  return times;
};

interface LogLine {
  readonly event: string;
  readonly path?: string;
  readonly count?: number;
}

onBothDatabases(
  "200 wrong logins a second for half a minute: the excess is refused at once, who is logged in notices nothing, a known device logs in, and the log is short (T123, T273, T274, T277, T280)",
  async (t, database) => {
    const { site, looks } = await stormySite(t, await database(t));
    const [ada, bob] = [browserLikeClient(site), browserLikeClient(site)];
    await ada.post("/register", ADA);
    await bob.post("/register", BOB);
    const phone = browserLikeClient(site);
    await phone.post("/login", ADA);
    const alone = await timed(() => bob.post("/login", BOB));
    const nothing = drizzle(site);
    const idle = await watch(ada, looks, nothing);

    const storm = sendStorm(site, {
      ...{ path: "/login", perSecond: PER_SECOND, seconds: 30, leaves: true },
      guess: (at) => ({
        fields: { username: at % 2 ? `name${at % 500}` : "ada", password: `wrong ${at}` },
        from: `10.0.${(at % 500) >> 8}.${at % 250}`,
      }),
    });
    const known = logInUntil(phone, storm);
    const seen = await watch(ada, looks, storm);
    const times = await known;
    t.diagnostic(`${times.length} logins during it, within ${Math.max(...times).toFixed(0)} ms`);
    const after = await timed(async () => {
      while ((await bob.post("/login", BOB)).status !== 303) await sleep(50);
    });
    const told = await storm;
    refusedAtOnce(t, told, await nothing);
    unharmed(t, idle, seen);
    assert.ok(told.every(({ status }) => [401, 429, 503].includes(status)));
    t.diagnostic(`a login after it: ${after.toFixed(0)} ms, alone ${alone.toFixed(0)} ms`);
    assert.ok(after <= atMost(2_000, alone));
    // On a device that has logged in before, though everybody has guessed at the account.
    assert.equal((await ada.post("/login", ADA)).status, 303);

    await site.end();
    const lines = site.output.map((line) => JSON.parse(line) as LogLine);
    const ofStorm = lines.filter(({ path }) => path !== "/welcome");
    t.diagnostic(`${told.length} answers, ${ofStorm.length} lines`);
    assert.ok(ofStorm.length < 1_000);
    const requests = lines
      .filter(({ event, path }) => event === "request" && path !== "/welcome")
      .reduce((sum, { count = 1 }) => sum + count, 0);
    assert.ok(requests >= told.length + (await nothing).length, "none is lost");
  },
);

onBothDatabases(
  "200 registrations a second: the excess is refused at once, and nobody is registered by half (T275)",
  async (t, address) => {
    const { site, looks, database } = await stormySite(t, await address(t));
    const ada = browserLikeClient(site);
    await ada.post("/register", ADA);
    const nothing = drizzle(site);
    const idle = await watch(ada, looks, nothing);
    const storm = sendStorm(site, {
      ...{ path: "/register", perSecond: PER_SECOND, seconds: 10, leaves: false },
      // Each name is asked for twice.
      guess: (at) => ({
        fields: { username: `name${at >> 1}`, password: "nine black cherries", email: "" },
        from: `10.0.${at >> 8}.${at % 256}`,
      }),
    });
    const seen = await watch(ada, looks, storm);
    const told = await storm;
    refusedAtOnce(t, told, await nothing);
    unharmed(t, idle, seen);
    await site.end();

    const storage = await openStorage(database);
    t.after(() => storage.close());
    const users = await Array.fromAsync(storage.accounts.list());
    const made = statusesOf(told)[201] ?? 0;
    assert.equal(users.length, made + 1);
    const registered = await Array.fromAsync(storage.audit.read({ event: "registered" }));
    assert.deepEqual(
      registered.map(({ event }) => event.userId).sort(),
      users.map(({ id }) => id).sort(),
    );
    for (const { id } of users) {
      assert.equal((await storage.register.list(id, Date.now())).length, 1);
      assert.match((await storage.accounts.findRecord(id))?.password ?? "", /^bcrypt_sha256\$/);
    }
  },
);
