import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// What no test of behaviour can see: how a thing is done, wherever it is done.

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Each line of code below this folder, without its comments, as `file: line`. */
const linesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) =>
      readFileSync(join(ROOT, folder, file), "utf8")
        .split("\n")
        .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );

/** What runs where nobody tests it. */
const lines = linesIn("src").filter((line) => !line.startsWith("testing/"));
const matching = (expression: RegExp): readonly string[] =>
  lines.filter((line) => expression.test(line));

test("chance that anybody could foretell only says how long to wait, and names requests (T003)", () => {
  const pauses = matching(/\bMath\.random\b/);
  assert.ok(pauses.length > 0);
  for (const line of pauses) assert.match(line, /pause|aWhile|setTimeout/i);
  for (const line of matching(/\brandomUUID\b/)) {
    assert.match(line, /import|newRequestId|"Request-Id"/);
  }
  // What is guarded by chance is there to be found.
  assert.ok(matching(/\brandomBytes\(/).length >= 4);
});

const SECRET = /(?:secret|token|signature|digest|mac|hash|password|tag|pepper|encoded)s?$/i;
/** Against these nothing is told by the time that it takes. */
const KNOWN = /^(?:undefined|null|true|false|-?\d.*|".*|`.*|typeof .*)$/;

/** Comparisons in which such a name stands, and what they tell nobody, by the file and what is compared. */
const PLAIN_COMPARISONS: readonly (readonly [file: string, compared: string])[] = [
  // Settings, at assembly.
  ["assembly/setting-values.ts", "secret !== secret.trim()"],
  // The length of a tag, and a number.
  ["hashers/argon2id.ts", "tag.length !== TAG"],
  ["hashers/bcrypt-sha256.ts", "costOf(encoded) !== cost"],
  // The digest of a pepper's name, which stands in the hash.
  ["passwords/password-checker.ts", "name === pepper"],
  ["passwords/password-checker.ts", "pepper !== newest?.name"],
  // The visitor's own cookie beside what they made of it in the lab.
  ["sessions/try-alteration.ts", "text === token"],
  // A row that is imported again, by an operator who has both.
  ["stores/account-import.ts", "row.password === user.password"],
];

test("no secret is compared by `===`, and no hash but by what made it (T028, T099)", () => {
  const compared = /([\w.?[\]]+)\)? [!=]==? \(?([\w.?[\]]+|"[^"]*"|`[^`]*`)/g;
  const found = lines.filter((line) =>
    [...line.matchAll(compared)].some(
      ([, one = "", other = ""]) =>
        (SECRET.test(one) && !KNOWN.test(other)) || (SECRET.test(other) && !KNOWN.test(one)),
    ),
  );
  assert.equal(found.length, PLAIN_COMPARISONS.length, found.join("\n"));
  for (const [file, compared] of PLAIN_COMPARISONS) {
    const isThere = found.some((line) => line.startsWith(`${file}: `) && line.includes(compared));
    assert.ok(isThere, `${file}: ${compared}`);
  }
  const constant = matching(/\btimingSafeEqual\(/);
  assert.ok(constant.length >= 5);
  // The library's own comparison of bcrypt, and nobody beside it.
  assert.equal(matching(/\bverifySync\(/).length, 1);
});

test("no statement of SQL is put together from a text that somebody typed (T210)", () => {
  assert.deepEqual(matching(/\bsql\.raw\b/), []);
  assert.deepEqual(matching(/\.(?:exec|prepare|query)\(\s*`[^`]*\$\{(?![A-Z_]+\})/), []);
  const literals = lines.flatMap((line) =>
    [...line.matchAll(/\bsql\.lit\(([^)]*)\)/g)].map(([, given = ""]) => given),
  );
  assert.ok(literals.length > 5);
  for (const given of literals) {
    assert.match(given, /^(?:[A-Z_]+|from(?: \+ at)?|most|seconds \* 1_000)$/);
  }
});

test("no password, secret or pepper is built in, nor stands in an example (T102)", () => {
  const assigned =
    /\b(?:password|secret|pepper)s?["']?(?::|\s*=(?!=))\s*\[?["'`](?!COUNTERSIGN_)[^"'`$]{6,}["'`]/i;
  const isWords = (line: string): boolean => line.startsWith("pages/");
  const found = [...lines, ...linesIn("examples")].filter(
    (line) => assigned.test(line) && !isWords(line),
  );
  assert.deepEqual(found, []);
  assert.match('const password = "swordfish";', assigned);
});
