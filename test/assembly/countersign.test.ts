import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { countersign } from "../../src/assembly/countersign.ts";
import type { Settings } from "../../src/assembly/settings.ts";
import { database } from "../../src/engines/database.ts";
import { signedCookie } from "../../src/engines/signed-cookie.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { pbkdf2 } from "../../src/hashers/pbkdf2.ts";
import { english } from "../../src/pages/english.ts";
import { german } from "../../src/pages/german.ts";
import { djangoUsers } from "../../src/stores/django-users.ts";
import { OLDER_SECRET, SECRET } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

/** Everything set, and well: each fault is tried as the only one. */
const GOOD: Settings = {
  origin: "https://app.example.org",
  path: "/account",
  secrets: [SECRET, OLDER_SECRET],
  database: "sqlite::memory:",
  databasePool: 40,
  hashers: [bcryptSha256({ cost: 10 })],
  importHashers: [pbkdf2({ iterations: 1_000 })],
  peppers: [SECRET, OLDER_SECRET],
  passwordPolicy: "nist",
  hashThreads: 2,
  age: "14d",
  idle: "30m",
  absolute: "90d",
  saveEveryRequest: false,
  alone: false,
  on: { registered() {} },
  language: "de",
  words: [english, german],
  brand: { name: "Example", accent: "#1d5c56", logo: "<svg></svg>" },
  pages: { login: () => "<!doctype html>" },
};

const BAD: Readonly<Record<string, readonly unknown[]>> = {
  origin: [undefined, "", "app.example.org", "http://app.example.org", "https://a.example/x", 1],
  path: ["", "account", "/account/", "//", "/a b", "/a?b", "/../x", "/a;b", 7],
  secrets: [
    undefined,
    SECRET,
    [],
    [""],
    [SECRET, SECRET],
    ["short"],
    ["a".repeat(40)],
    [` ${SECRET}`],
    [1],
    [1, 2, 3, 4, 5, 6].map((at) => SECRET + at),
  ],
  database: [undefined, "", "data.db", "sqlite:", "sqlite:a\0b", "postgres://x", 1],
  databasePool: [0, -1, 1.5, 501, Number.NaN, "20"],
  hashers: [[], [{}], "bcrypt", [bcryptSha256({ cost: 9 })], [null]],
  importHashers: [[{}], "bcrypt", [null]],
  peppers: [[], ["short"], SECRET, [SECRET, SECRET], ["x".repeat(40)], [undefined]],
  passwordPolicy: [
    "strict",
    8,
    null,
    { shortest: 7 },
    { shortest: 65 },
    { shortest: 8.5 },
    { digitsAlone: "yes" },
    { common: "password" },
    { words: [1] },
    { longest: 300 },
  ],
  hashThreads: [0, -1, 1.5, 257, Number.NaN, "2"],
  engine: ["signed-cookie", {}, 1],
  age: ["0s", "14", "d", "-1d", "1.5d", "401d", 14, Number.NaN, Number.POSITIVE_INFINITY],
  idle: ["0s", "off", 0],
  absolute: ["0d", "401d", 1e15],
  saveEveryRequest: ["yes", 1],
  cookieName: ["", "a b", "a;b", "a=b", "a\r\nb", "__Host-x\n", 1],
  cookieDomain: ["a;b", "a b", "a\r\nSet-Cookie: x=y", 1],
  development: ["true", 1],
  log: ["console", 1],
  clock: [0, "now"],
  hsts: ["on", true],
  alone: ["yes"],
  on: [() => {}, "registered", null, { logedIn() {} }, { registered: "greet" }],
  language: ["", "fr", "DE", "en-GB", 1, null],
  words: [
    [],
    "en",
    [null],
    [{}],
    [english, english],
    [german, { ...english, language: "no tag" }],
    [german, { ...english, login: { title: "Log in" } }],
    [german, { ...english, home: { ...english.home, loggedInAs: "as" } }],
  ],
  brand: [
    "Example",
    { name: "" },
    { name: " " },
    { name: "a\nb" },
    { name: "a".repeat(61) },
    { accent: "green" },
    { accent: "#12345" },
    { accent: "#123456;}" },
    { logo: "logo.svg" },
    { logo: Buffer.from("GIF89a") },
    { logo: `<svg>${" ".repeat(262_144)}</svg>` },
    { colour: "#123456" },
  ],
  pages: ["login", { login: "<p>" }, { logn: () => "" }, null],
  users: ["django", {}, () => {}, null],
};

const assemble = (settings: Readonly<Record<string, unknown>>) =>
  countersign(settings as unknown as Settings);

for (const [name, values] of Object.entries(BAD)) {
  test(`refuses each bad ${name} among good settings, in one line that names it`, () => {
    for (const value of values) {
      assert.throws(
        () => assemble({ ...GOOD, [name]: value }),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, "settings.invalid");
          assert.match(error.message, new RegExp(`^${name}: [^\\n]+\\.$`));
          assert.ok(!error.message.includes(SECRET));
          return true;
        },
        JSON.stringify(value),
      );
    }
    assert.doesNotThrow(() => assemble({ ...GOOD }));
  });
}

test("refuses what is no setting, and no settings at all", () => {
  assert.throws(() => assemble({ ...GOOD, secret: SECRET }), {
    code: "settings.invalid",
    message: "secret: is no setting; take it out or mend its name.",
  });
  for (const nothing of [undefined, null, "https://app.example.org"]) {
    assert.throws(() => countersign(nothing as unknown as Settings), { code: "settings.invalid" });
  }
});

test("says what to write where something is missing, undefined or of another type", () => {
  const without = (name: string) => ({ ...GOOD, [name]: undefined });
  for (const [settings, advice] of [
    [without("origin"), /^origin: is missing; .*https:\/\//],
    [without("database"), /^database: is missing; .*sqlite:/],
    [{ ...GOOD, secrets: [undefined] }, /^secrets: holds an undefined secret; .*environment/],
    [{ ...GOOD, age: 3_600 }, /^age: .*14d/],
    [{ ...GOOD, origin: "http://localhost:3000" }, /^origin: is not https.*development/],
    [undefined, /^settings: are missing/],
  ] as const) {
    assert.throws(() => countersign(settings as unknown as Settings), {
      code: "settings.invalid",
      message: advice,
    });
  }
});

test("is production unless development is said: the same three are refused and taken", () => {
  for (const lifted of [
    { origin: "http://localhost:8000" },
    { secrets: ["short"] },
    { hashers: [bcryptSha256({ cost: 4 })] },
  ]) {
    assert.throws(() => assemble({ ...GOOD, ...lifted }), { code: "settings.invalid" });
    assert.doesNotThrow(() => assemble({ ...GOOD, ...lifted, development: true }));
  }
});

const { peppers: _peppers, ...UNPEPPERED } = GOOD;

test("Django's sessions are those of Django's users: one without the other is refused", () => {
  for (const engine of [signedCookie({ django: true }), database({ django: true })]) {
    assert.throws(() => assemble({ ...UNPEPPERED, engine }), {
      code: "settings.invalid",
      message: /^engine: .*djangoUsers\(\)/,
    });
    assert.doesNotThrow(() => assemble({ ...UNPEPPERED, engine, users: djangoUsers() }));
  }
  assert.doesNotThrow(
    () => assemble({ ...UNPEPPERED, users: djangoUsers() }),
    "sessions of our own",
  );
});

test("refuses a pepper where Django has to verify the hashes", () => {
  assert.throws(() => assemble({ ...GOOD, users: djangoUsers() }), {
    code: "settings.invalid",
    message: /^peppers: /,
  });
  assert.doesNotThrow(() => assemble({ ...UNPEPPERED, users: djangoUsers() }));
});

test("a __Host- name takes neither a domain nor http", () => {
  const named = { ...GOOD, cookieName: "__Host-mine" };
  assert.doesNotThrow(() => assemble(named));
  assert.throws(() => assemble({ ...named, cookieDomain: "example.org" }), {
    code: "settings.invalid",
  });
  assert.throws(() => assemble({ ...named, origin: "http://localhost", development: true }), {
    code: "settings.invalid",
  });
});

const withFile = (t: TestContext) => {
  const file = join(temporaryFolder(t), "made", "site.db");
  const cs = countersign({ ...GOOD, database: `sqlite:${file}` });
  t.after(() => cs.close());
  return { cs, file };
};

test("opens nothing until it is asked to be ready, and then once", async (t) => {
  const { cs, file } = withFile(t);
  assert.ok(Object.isFrozen(cs));
  assert.equal(cs.origin, "https://app.example.org");
  assert.equal(cs.path, "/account");
  assert.equal(cs.context, undefined);
  assert.ok(!existsSync(file));

  await Promise.all([cs.ready(), cs.ready()]);
  const { context } = cs;
  assert.ok(context && existsSync(file));
  await cs.ready();
  assert.equal(cs.context, context);
});

test("mounted at the root, its path is a slash", () => {
  const { path: _, ...rest } = GOOD;
  assert.equal(countersign(rest).path, "/");
  assert.equal(countersign({ ...rest, path: "/" }).path, "/");
});

test("a closed one does not open again, and may be closed twice or unopened", async (t) => {
  const { cs } = withFile(t);
  await cs.ready();
  await cs.close();
  await assert.rejects(cs.ready(), { code: "storage.unavailable" });
  await assert.doesNotReject(cs.close());
  await assert.doesNotReject(countersign(GOOD).close());
});

test("a database that cannot be opened rejects ready(), and does not stay refused", async (t) => {
  const folder = temporaryFolder(t);

  const file = join(folder, "site.db");
  mkdirSync(file);
  const cs = countersign({ ...GOOD, database: `sqlite:${file}` });
  t.after(() => cs.close());
  await assert.rejects(cs.ready(), { code: "storage.unavailable" });
  rmdirSync(file);
  await assert.doesNotReject(cs.ready());
});

test("nothing of the environment is read", async (t) => {
  const before = process.env["COUNTERSIGN_SESSION_AGE"];
  process.env["COUNTERSIGN_SESSION_AGE"] = "nonsense";
  t.after(() => {
    if (before === undefined) delete process.env["COUNTERSIGN_SESSION_AGE"];
    else process.env["COUNTERSIGN_SESSION_AGE"] = before;
  });
  const { cs } = withFile(t);
  await cs.ready();
  assert.equal(cs.context?.parts.door.lifeTime.age, 14 * 86_400);
});

test("the library's front door is a list of names, and the ones that the guide uses are on it", async () => {
  const door = await import("../../src/index.ts");
  assert.deepEqual(Object.keys(door).sort(), [
    "CountersignError",
    "countersign",
    "isCountersignError",
  ]);
  const hono = await import("../../src/hono.ts");
  assert.deepEqual(Object.keys(hono).sort(), ["accountPages", "requireUser", "sessions"]);
});
