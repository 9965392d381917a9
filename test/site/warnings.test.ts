import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isOnNetwork } from "../../src/site/on-disk.ts";
import { REFUSALS, refusalsOf } from "../../src/site/refusals.ts";
import { variables } from "../../src/site/variables.ts";
import { WARNINGS, warningsOn } from "../../src/site/warnings.ts";
import { SECRET } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

type Environment = Readonly<Record<string, string>>;

/** A site of which nothing is to be said. */
const SAFE: Environment = {
  NODE_ENV: "production",
  COUNTERSIGN_ORIGIN: "https://login.example.org",
  COUNTERSIGN_SECRET: SECRET,
  COUNTERSIGN_TRUSTED_PROXIES: "127.0.0.1",
  COUNTERSIGN_MAIL: "smtp://mail.example.org:587",
};

const numbers = (environment: Environment): readonly string[] =>
  warningsOn({ ...SAFE, ...environment }).map(({ id }) => id.slice(-4));

/** Each warning with an environment that has it, and one like it that has not. */
const TWINS: Readonly<Record<string, readonly (readonly [Environment, Environment])[]>> = {
  W001: [[{ COUNTERSIGN_COOKIE_NAME: "login" }, { COUNTERSIGN_COOKIE_NAME: "" }]],
  W002: [[{ COUNTERSIGN_COOKIE_DOMAIN: "example.org" }, {}]],
  W003: [[{ COUNTERSIGN_ENGINE: "memory" }, { COUNTERSIGN_ENGINE: "database" }]],
  W008: [
    [{ COUNTERSIGN_DATABASE: "sqlite::memory:" }, { COUNTERSIGN_DATABASE: "sqlite:/nowhere/x.db" }],
  ],
  W009: [
    [
      { COUNTERSIGN_CACHE: "redis://cache.example:6379" },
      { COUNTERSIGN_CACHE: "rediss://cache.example:6379" },
    ],
    [{ COUNTERSIGN_CACHE: "valkey://10.0.0.1" }, { COUNTERSIGN_CACHE: "redis://127.0.0.1:6379/0" }],
  ],
  W022: [
    [
      { COUNTERSIGN_MAIL: "smtp://mail.example.org:25?tls=off" },
      { COUNTERSIGN_MAIL: "smtp://mail.example.org:25" },
    ],
  ],
  W013: [[{ COUNTERSIGN_TRUSTED_PROXIES: "none" }, { COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.5" }]],
  W014: [
    [
      { COUNTERSIGN_TRUSTED_PROXIES: "0.0.0.0/1,128.0.0.0/1" },
      { COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.0/8,fd00::/48" },
    ],
    [{ COUNTERSIGN_TRUSTED_PROXIES: "2000::/3" }, { COUNTERSIGN_TRUSTED_PROXIES: "::1" }],
  ],
  W015: [
    [{ HOST: "0.0.0.0" }, { HOST: "127.0.0.1" }],
    [{ HOST: "::" }, { HOST: "::1" }],
  ],
  W016: [
    [{ COUNTERSIGN_SESSION_ABSOLUTE: "91d" }, { COUNTERSIGN_SESSION_ABSOLUTE: "90d" }],
    [{ COUNTERSIGN_SESSION_ABSOLUTE: "9000h" }, { COUNTERSIGN_SESSION_ABSOLUTE: "nonsense" }],
  ],
  W017: [
    [{ COUNTERSIGN_PEPPER: SECRET }, { COUNTERSIGN_PEPPER: SECRET.toUpperCase() }],
    [
      { COUNTERSIGN_DATABASE: `postgres://me:${SECRET}@localhost/site` },
      { COUNTERSIGN_DATABASE: "postgres://me:other@localhost/site" },
    ],
  ],
  W018: [
    [{ LOG_LEVEL: "debug" }, { LOG_LEVEL: "info" }],
    [{ LOG_LEVEL: "trace" }, {}],
  ],
  W019: [[{ LOG_LEVEL: "silent" }, { LOG_LEVEL: "info" }]],
  W020: [[{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, { NODE_TLS_REJECT_UNAUTHORIZED: "1" }]],
  W021: [[{ NODE_OPTIONS: "--inspect=0.0.0.0" }, { NODE_OPTIONS: "--max-old-space-size=200" }]],
  W023: [[{ COUNTERSIGN_MAIL: "" }, {}]],
  W024: [[{ COUNTERSIGN_RESET_AGE: "25h" }, { COUNTERSIGN_RESET_AGE: "24h" }]],
  W025: [
    [{ COUNTERSIGN_AUDIT_AGE: "7d" }, { COUNTERSIGN_AUDIT_AGE: "30d" }],
    [{ COUNTERSIGN_AUDIT_AGE: "1h" }, { COUNTERSIGN_AUDIT_AGE: "off" }],
  ],
  W026: [
    [{ COUNTERSIGN_RESET_AGE: "299s" }, { COUNTERSIGN_RESET_AGE: "5m" }],
    [{ COUNTERSIGN_RESET_AGE: "10s" }, { COUNTERSIGN_RESET_AGE: "nonsense" }],
  ],
};

for (const [number, twins] of Object.entries(TWINS)) {
  const { setting, what } = WARNINGS.find(({ id }) => id === `countersign.${number}`)!;
  test(`warns that ${setting} ${what} (${number}), and not of its twin`, () => {
    for (const [unsafe, safe] of twins) {
      assert.deepEqual(numbers(unsafe), [number], JSON.stringify(unsafe));
      assert.ok(!numbers(safe).includes(number), JSON.stringify(safe));
    }
  });
}

test("a site of which nothing is to be said has no finding", () => {
  assert.deepEqual(refusalsOf(SAFE), []);
  assert.deepEqual(warningsOn(SAFE), []);
});

test("warns of a PostgreSQL on another machine without TLS, and of one that need not prove who it is", () => {
  const found = (address: string): readonly string[] => numbers({ COUNTERSIGN_DATABASE: address });
  for (const address of [
    "postgres://me:canary@db.example/site",
    "postgresql://me:canary@192.0.2.1:5432/site?sslmode=disable",
    "postgres://me:canary@localhost.example/site",
    "postgres://me:canary@localhost/site?host=db.example",
    "postgres://me:canary@db.example/site?sslmode=disable&sslrootcert=/etc/ssl/db.crt",
  ]) {
    assert.deepEqual(found(address), ["W004"], address);
  }
  assert.deepEqual(found("postgres://me:canary@[2001:db8::1]/site?sslmode=require"), ["W005"]);
  for (const address of [
    "postgres://me:canary@localhost/site",
    "postgres://me:canary@127.0.0.1:5432/site",
    "postgres://me:canary@[::1]/site",
    "postgres:///site?host=/var/run/postgresql",
    "postgres://%2Fvar%2Frun%2Fpostgresql/site",
    "postgres://me:canary@db.example/site?sslmode=verify-full",
    "postgres://me:canary@db.example/site?sslmode=verify-ca&sslrootcert=/etc/ssl/db.crt",
    "postgres://me:canary@db.example/site?sslmode=require&sslrootcert=/etc/ssl/db.crt",
    "postgres://",
  ]) {
    assert.deepEqual(found(address), [], address);
  }
});

test("warns of files that others may read (T269)", { skip: process.platform === "win32" }, (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "site.db");
  const sessions = join(folder, "sessions");
  const environment = {
    COUNTERSIGN_DATABASE: `sqlite:${path}`,
    COUNTERSIGN_ENGINE: "file",
  };
  assert.deepEqual(numbers(environment), [], "what is not there yet is made private");
  writeFileSync(path, "");
  mkdirSync(sessions);
  for (const [mode, expected] of [
    [0o644, ["W006", "W010"]],
    [0o660, ["W006", "W010"]],
    [0o600, []],
  ] as const) {
    chmodSync(path, mode);
    chmodSync(sessions, mode | 0o100);
    assert.deepEqual(numbers(environment), expected, mode.toString(8));
  }
  assert.ok(!isOnNetwork(path));
});

test("Django's two warnings come with what is shared with it", () => {
  const django = { COUNTERSIGN_DJANGO: "on" };
  assert.deepEqual(numbers(django), ["W001", "W011"]);
  assert.deepEqual(numbers({ ...django, COUNTERSIGN_ENGINE: "database" }), [
    ...["W001", "W011", "W012"],
  ]);
});

test("each refusal has the id of its setting, says why, and holds no value", () => {
  const refused: readonly (readonly [string, Environment])[] = [
    ["E001", { NODE_ENV: "development" }],
    ["E002", { COUNTERSIGN_ORIGIN: "http://canary.example" }],
    ["E003", { COUNTERSIGN_SECRET: "canary" }],
    ["E004", { COUNTERSIGN_PEPPER: "canary" }],
    ["E005", { COUNTERSIGN_BCRYPT_COST: "9" }],
    ["E005", { COUNTERSIGN_HASHERS: "canary" }],
    ["E006", { COUNTERSIGN_THROTTLE: "off" }],
    ["E007", { COUNTERSIGN_TRUSTED_PROXIES: "0.0.0.0/0" }],
    ["E008", { PORT: "canary" }],
    ["E009", { COUNTERSIGN_CANARY: "canary" }],
  ];
  for (const [number, environment] of refused) {
    const findings = refusalsOf({ ...SAFE, ...environment });
    assert.deepEqual(
      findings.map(({ id, setting }) => [id, setting]),
      [[`countersign.${number}`, Object.keys(environment)[0]]],
    );
    const [{ what, why, instead } = { what: "", why: "", instead: "" }] = findings;
    for (const part of [what, why]) assert.ok(part.length > 5, number);
    assert.ok(!`${what} ${why} ${instead}`.includes("canary"));
  }
  assert.deepEqual(
    [...new Set(refused.map(([number]) => `countersign.${number}`))],
    [...REFUSALS.map(({ id }) => id)],
  );
});

test("each finding has an id of its own, names a setting that there is, and is held by a test", () => {
  const ids = [...REFUSALS, ...WARNINGS].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  const known = [
    ...variables.map(({ name }) => name),
    "NODE_OPTIONS",
    "NODE_TLS_REJECT_UNAUTHORIZED",
  ];
  for (const { setting } of WARNINGS) assert.ok(known.includes(setting), setting);
  const elsewhere = ["W004", "W005", "W006", "W007", "W010", "W011", "W012"];
  assert.deepEqual(
    [...Object.keys(TWINS), ...elsewhere].sort(),
    WARNINGS.map(({ id }) => id.slice(-4)),
  );
});
