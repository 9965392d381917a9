import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  type Environment,
  originOf,
  productionFaults,
  readEnvironment,
} from "../../src/site/environment.ts";
import { flagOf, variables } from "../../src/site/variables.ts";
import { OLDER_SECRET, SECRET } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const LOGO = join(temporaryFolder({ after }), "logo.svg");
writeFileSync(LOGO, "<svg/>");

/** Everything set, and well: each fault is tried as the only one. */
const GOOD: Environment = {
  NODE_ENV: "production",
  HOST: "0.0.0.0",
  PORT: "443",
  COUNTERSIGN_ORIGIN: "https://login.example.org",
  COUNTERSIGN_SECRET: SECRET,
  COUNTERSIGN_DATABASE: "sqlite:/var/lib/countersign/site.db",
  COUNTERSIGN_DATABASE_POOL: "40",
  COUNTERSIGN_ENGINE: "layered",
  COUNTERSIGN_CACHE: "rediss://user:word@cache.example.org:6380/2",
  COUNTERSIGN_SESSION_FOLDER: "/var/lib/countersign/sessions",
  COUNTERSIGN_COOKIE_NAME: "login",
  COUNTERSIGN_COOKIE_DOMAIN: "example.org",
  COUNTERSIGN_DJANGO: "off",
  COUNTERSIGN_SESSION_AGE: "7d",
  COUNTERSIGN_SESSION_IDLE: "30m",
  COUNTERSIGN_SESSION_ABSOLUTE: "30d",
  COUNTERSIGN_SESSION_LIMIT: "50",
  COUNTERSIGN_HASHERS: "argon2id, bcrypt_sha256",
  COUNTERSIGN_BCRYPT_COST: "11",
  COUNTERSIGN_PEPPER: `${SECRET},${OLDER_SECRET}`,
  COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.0/8, 192.0.2.1,2001:db8::/32",
  COUNTERSIGN_THROTTLE: "on",
  COUNTERSIGN_HSTS: "subdomains",
  COUNTERSIGN_MAIL: "smtp://user:word@mail.example.org:587",
  COUNTERSIGN_MAIL_FROM: "Example <noreply@example.org>",
  COUNTERSIGN_RESET_AGE: "30m",
  COUNTERSIGN_WORKERS: "4",
  COUNTERSIGN_DRAIN_DELAY: "3s",
  COUNTERSIGN_AUDIT_AGE: "90d",
  COUNTERSIGN_PASSWORD_POLICY: "nist",
  COUNTERSIGN_LANGUAGE: "de",
  COUNTERSIGN_NAME: "Example",
  COUNTERSIGN_ACCENT: "#123456",
  COUNTERSIGN_LOGO: LOGO,
  LOG_LEVEL: "warn",
  PATH: "/usr/bin",
};

const BAD: Readonly<Record<string, readonly string[]>> = {
  PORT: ["-1", "65536", "80a", "0x50", "8e1", " 80", "80.0", "1234567"],
  COUNTERSIGN_ORIGIN: [
    "login.example.org",
    "http://login.example.org",
    "https://",
    "https://login.example.org/app",
    "https://login.example.org/?x",
    "https://user@login.example.org",
    "https://login.example.org ",
    "ftp://login.example.org",
    "*",
  ],
  COUNTERSIGN_DATABASE: [
    "site.db",
    "sqlite:",
    "postgres://db",
    "postgres://me:100%@db/site",
    "postgres://db/site?sslmode=always",
    "postgresql:x",
    "mysql:x",
  ],
  COUNTERSIGN_DATABASE_POOL: ["0", "-1", "501", "1.5", "max", "20 "],
  COUNTERSIGN_ENGINE: ["cookie", "Signed-Cookie", "none", "database "],
  COUNTERSIGN_CACHE: ["cache.example.org", "http://cache.example.org", "redis", "*"],
  COUNTERSIGN_SESSION_FOLDER: ["a\0b"],
  COUNTERSIGN_COOKIE_NAME: ["a b", "a;b", "a=b", "naïve", "a\r\nb"],
  COUNTERSIGN_COOKIE_DOMAIN: ["a;b", "a b", "https://example.org", "a\r\nSet-Cookie: x=y"],
  COUNTERSIGN_DJANGO: ["yes", "1", "ON"],
  COUNTERSIGN_SESSION_AGE: [
    "0s",
    "-1s",
    "14",
    "14 days",
    "d",
    "NaN",
    "1e9s",
    "401d",
    "1.5h",
    "off",
  ],
  COUNTERSIGN_SESSION_IDLE: ["0s", "on", "30", "1y"],
  COUNTERSIGN_SESSION_ABSOLUTE: ["0s", "401d", "off", "Infinity"],
  COUNTERSIGN_BCRYPT_COST: ["9", "4", "16", "31", "12.5", "x", "-12"],
  COUNTERSIGN_HASHERS: ["md5", "bcrypt_sha256,", "bcrypt;scrypt", "Argon2id", "scrypt,scrypt", "*"],
  COUNTERSIGN_PEPPER: ["short", `${SECRET},`, `${SECRET},${SECRET}`, " ", "x".repeat(40)],
  COUNTERSIGN_TRUSTED_PROXIES: [
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/33",
    "::ffff:10.0.0.0/8",
    "0:0:0:0:0:FFFF:a00:1",
    "fe80::1%eth0",
    "2001:db8::/129",
    "proxy.example",
    "10.0.0.1,",
    "10.0.0.0/8/8",
    "*",
  ],
  COUNTERSIGN_SESSION_LIMIT: ["0", "-1", "none", "1.5", "1000000"],
  COUNTERSIGN_THROTTLE: ["off", "yes", "0"],
  COUNTERSIGN_HSTS: ["on", "Host", "includeSubDomains", "preload"],
  COUNTERSIGN_MAIL: [
    "mail.example.org",
    "http://mail.example.org",
    "smtp://",
    "smtp://user:100%@mail.example.org",
    "smtp://mail.example.org/?tls=no",
  ],
  COUNTERSIGN_MAIL_FROM: ["nobody", "a@b.org, c@d.org", "A\r\nBcc: e@x.org <a@b.org>"],
  COUNTERSIGN_RESET_AGE: ["0s", "off", "401d", "1"],
  COUNTERSIGN_WORKERS: ["-1", "257", "1.5", "all", "2 "],
  COUNTERSIGN_DRAIN_DELAY: ["9s", "1m", "3", "-1s"],
  COUNTERSIGN_AUDIT_AGE: ["0s", "on", "90", "1y"],
  COUNTERSIGN_PASSWORD_POLICY: ["NIST", "strict", "8"],
  COUNTERSIGN_LANGUAGE: ["fr", "DE", "en-GB", "english"],
  COUNTERSIGN_NAME: [" ", "a".repeat(61), "a\nb"],
  COUNTERSIGN_ACCENT: ["green", "1d5c56", "#1d5c5", "#1d5c56;"],
  COUNTERSIGN_LOGO: ["logo\0.svg"],
  LOG_LEVEL: ["verbose", "INFO", "30"],
};

test("reads a good environment, and what is left out by its default", () => {
  assert.deepEqual(readEnvironment(GOOD, false), {
    isDevelopment: false,
    host: "0.0.0.0",
    port: 443,
    origin: "https://login.example.org",
    secrets: [SECRET],
    database: "sqlite:/var/lib/countersign/site.db",
    databasePool: 40,
    cookieName: "login",
    cookieDomain: "example.org",
    isDjango: false,
    engine: "layered",
    cache: "rediss://user:word@cache.example.org:6380/2",
    sessionFolder: "/var/lib/countersign/sessions",
    age: 7 * 86_400,
    idle: 1_800,
    absolute: 30 * 86_400,
    sessionLimit: 50,
    hashers: ["argon2id", "bcrypt_sha256"],
    bcryptCost: 11,
    peppers: [SECRET, OLDER_SECRET],
    passwordPolicy: "nist",
    trustedProxies: ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"],
    mail: "smtp://user:word@mail.example.org:587",
    mailFrom: "Example <noreply@example.org>",
    resetAge: 1_800,
    isThrottled: true,
    hsts: "subdomains",
    workers: 4,
    drainDelay: 3,
    auditAge: 90 * 86_400,
    language: "de",
    siteName: "Example",
    accent: "#123456",
    logo: LOGO,
    logLevel: "warn",
  });
  assert.deepEqual(readEnvironment({}, false), {
    isDevelopment: false,
    host: "127.0.0.1",
    port: 8_000,
    origin: undefined,
    secrets: undefined,
    database: "sqlite:data/countersign.db",
    databasePool: 20,
    cookieName: undefined,
    cookieDomain: undefined,
    isDjango: false,
    engine: "signed-cookie",
    cache: undefined,
    sessionFolder: "data/sessions",
    age: 14 * 86_400,
    idle: undefined,
    absolute: 90 * 86_400,
    sessionLimit: undefined,
    hashers: ["bcrypt_sha256"],
    bcryptCost: 12,
    peppers: undefined,
    passwordPolicy: "standard",
    trustedProxies: [],
    mail: undefined,
    mailFrom: undefined,
    resetAge: 3_600,
    isThrottled: true,
    hsts: "host",
    workers: 1,
    drainDelay: 0,
    auditAge: 400 * 86_400,
    language: "auto",
    siteName: undefined,
    accent: undefined,
    logo: undefined,
    logLevel: "info",
  });
});

for (const [name, values] of Object.entries(BAD)) {
  test(`refuses each bad ${name} among good ones, in one line that names it`, () => {
    for (const value of values) {
      assert.throws(
        () => readEnvironment({ ...GOOD, [name]: value }, false),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, "settings.invalid", value);
          assert.match(error.message, new RegExp(`^${name}: [^\\n]+\\.$`), value);
          return true;
        },
        value,
      );
    }
    assert.doesNotThrow(() => readEnvironment(GOOD, false));
  });
}

test("refuses a pepper where Django has to verify the hashes", () => {
  const django = { ...GOOD, COUNTERSIGN_DJANGO: "on", COUNTERSIGN_ENGINE: "database" };
  assert.throws(() => readEnvironment(django, false), {
    code: "settings.invalid",
    message: /^COUNTERSIGN_PEPPER: [^\n]+\.$/,
  });
  assert.match(productionFaults(django).join("\n"), /^COUNTERSIGN_PEPPER: [^\n]+$/);
  assert.doesNotThrow(() => readEnvironment({ ...django, COUNTERSIGN_PEPPER: "" }, false));
});

const { COUNTERSIGN_PEPPER: _, ...UNPEPPERED } = GOOD;

test("shares with Django only what Django has an engine for", () => {
  const read = (engine: string) =>
    readEnvironment({ ...UNPEPPERED, COUNTERSIGN_DJANGO: "on", COUNTERSIGN_ENGINE: engine }, false);
  for (const engine of ["signed-cookie", "database"]) assert.equal(read(engine).isDjango, true);
  assert.equal(readEnvironment({ COUNTERSIGN_DJANGO: "on" }, false).engine, "signed-cookie");
  for (const engine of ["encrypted-cookie", "cache", "layered", "file", "memory"]) {
    assert.throws(() => read(engine), {
      code: "settings.invalid",
      message: /^COUNTERSIGN_ENGINE: .*signed-cookie or database\.$/,
    });
  }
  const faults = productionFaults({
    ...UNPEPPERED,
    COUNTERSIGN_DJANGO: "on",
    COUNTERSIGN_ENGINE: "file",
  });
  assert.match(faults.join("\n"), /^COUNTERSIGN_ENGINE: [^\n]+$/);
});

test("refuses several processes for what one keeps in its memory", () => {
  const read = (workers: string, kept: Environment): number =>
    readEnvironment({ ...GOOD, ...kept, COUNTERSIGN_WORKERS: workers }, false).workers;
  for (const kept of [
    { COUNTERSIGN_ENGINE: "memory" },
    { COUNTERSIGN_DATABASE: "sqlite::memory:" },
  ]) {
    assert.equal(read("1", kept), 1);
    const [[name, value] = []] = Object.entries(kept);
    for (const workers of ["2", "0"]) {
      assert.throws(() => read(workers, kept), {
        code: "settings.invalid",
        message: new RegExp(`^COUNTERSIGN_WORKERS: has to be 1 with ${name}=${value}, [^\\n]+\\.$`),
      });
    }
    const faults = productionFaults({ ...GOOD, ...kept, COUNTERSIGN_WORKERS: "2" });
    assert.match(faults.join("\n"), /^COUNTERSIGN_WORKERS: [^\n]+$/);
  }
  assert.equal(read("2", { COUNTERSIGN_ENGINE: "file" }), 2);
  assert.equal(read("0", {}), availableParallelism());
});

test("refuses a variable that only looks like ours, and leaves other people's alone", () => {
  for (const name of ["COUNTERSIGN_SECRETS", "COUNTERSIGN_SESION_AGE", "countersign_secret"]) {
    assert.throws(() => readEnvironment({ ...GOOD, [name]: "x" }, false), {
      code: "settings.invalid",
      message: `${name}: is no setting; take it out or mend its name.`,
    });
  }
  assert.doesNotThrow(() =>
    readEnvironment({ ...GOOD, MY_COUNTERSIGN: "x", LOGLEVEL: "y" }, false),
  );
});

test("an empty variable is one that was not set", () => {
  const empty = Object.fromEntries(variables.map(({ name }) => [name, ""]));
  assert.deepEqual(readEnvironment(empty, false), readEnvironment({}, false));
});

test("development has to be asked for, and NODE_ENV has the last word (T291)", () => {
  const isDevelopment = (mode: string | undefined, isAsked: boolean): boolean =>
    readEnvironment({ NODE_ENV: mode }, isAsked).isDevelopment;
  assert.equal(isDevelopment(undefined, true), true);
  assert.equal(isDevelopment(undefined, false), false);
  assert.equal(isDevelopment("", true), true);
  assert.equal(isDevelopment("development", false), true);
  assert.equal(isDevelopment("production", true), false);
  assert.equal(isDevelopment("test", true), false, "anything else counts as production");
  assert.equal(isDevelopment("Development", false), false);
});

test("development listens on loopback only; production where it is told (T293)", () => {
  const read = (HOST: string, isAsked: boolean) => readEnvironment({ HOST }, isAsked).host;
  for (const host of ["127.0.0.1", "127.8.0.1", "localhost", "::1"]) {
    assert.equal(read(host, true), host);
  }
  for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.org", "127.evil.example"]) {
    assert.throws(() => read(host, true), { code: "settings.invalid", message: /^HOST: / });
    assert.equal(read(host, false), host);
  }
});

test("development may be cheap, on http and without limits (T002)", () => {
  const cheap = {
    COUNTERSIGN_BCRYPT_COST: "4",
    COUNTERSIGN_ORIGIN: "http://localhost:8000",
    COUNTERSIGN_THROTTLE: "off",
  };
  for (const [name, value] of Object.entries(cheap)) {
    assert.doesNotThrow(() => readEnvironment({ [name]: value }, true));
    assert.throws(() => readEnvironment({ [name]: value }, false), {
      code: "settings.invalid",
      message: new RegExp(`^${name}: `),
    });
  }
});

test("the origin is what was set; in development where it listens; in production never guessed", () => {
  const of = (environment: Environment, isAsked: boolean): string =>
    originOf(readEnvironment(environment, isAsked));
  assert.equal(of(GOOD, false), "https://login.example.org");
  assert.equal(
    of({ COUNTERSIGN_ORIGIN: "https://LOGIN.example.org:443/" }, false),
    "https://login.example.org",
  );
  assert.equal(of({ PORT: "81" }, true), "http://127.0.0.1:81");
  assert.equal(of({ HOST: "::1", PORT: "81" }, true), "http://[::1]:81");
  assert.throws(() => of({}, false), {
    code: "settings.invalid",
    message: /^COUNTERSIGN_ORIGIN: is missing/,
  });
});

test("productionFaults names everything at once, a line each, and no value", () => {
  assert.deepEqual(productionFaults(GOOD), []);
  const faults = productionFaults({
    ...GOOD,
    NODE_ENV: "development",
    COUNTERSIGN_SECRET: "canary",
    COUNTERSIGN_ORIGIN: "http://canary.example",
    COUNTERSIGN_BCRYPT_COST: "4",
    COUNTERSIGN_TYPO: "canary",
  });
  const names = faults.map((fault) => fault.split(":", 1)[0]).sort();
  assert.deepEqual(names, [
    "COUNTERSIGN_BCRYPT_COST",
    "COUNTERSIGN_ORIGIN",
    "COUNTERSIGN_SECRET",
    "COUNTERSIGN_TYPO",
    "NODE_ENV",
  ]);
  assert.ok(!faults.join().includes("canary"));
  const missing = productionFaults({}).map((fault) => fault.split(/[ ;.]+/, 3).join(" "));
  assert.deepEqual(missing, ["COUNTERSIGN_ORIGIN: is missing", "COUNTERSIGN_SECRET: is missing"]);
});

test("each variable has a flag of its own name, but a secret has none", () => {
  const flags = variables.map(flagOf);
  assert.equal(new Set(flags).size, flags.length);
  assert.ok(flags.includes("session-age") && flags.includes("port"));
  assert.equal(variables.find(({ name }) => name === "COUNTERSIGN_SECRET")?.flag, undefined);
});
