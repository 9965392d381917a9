import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findCookie } from "../../src/cookies/cookie-header.ts";

const valueIn = (header: string, name = "session"): string | undefined => {
  const found = findCookie(header, name);
  return found.kind === "one" ? found.value : undefined;
};

test("finds a value among others, wherever it stands", () => {
  for (const header of ["session=v", "a=1; session=v", "session=v; a=1", "a=1;session=v;b=2"]) {
    assert.deepEqual(findCookie(header, "session"), { kind: "one", value: "v" }, header);
  }
});

test("finds nothing where there is no header or no such name", () => {
  for (const header of [
    null,
    undefined,
    "",
    ";",
    "a=1",
    "session",
    "=v",
    "sessions=v",
    "asession=v",
  ]) {
    assert.deepEqual(findCookie(header, "session"), { kind: "none" }, String(header));
  }
});

test("gives no answer to a name that stands twice, equal or not (T017)", () => {
  // Two header lines reach us as one, joined by "; " (Node) or by ", " (a `Headers` object).
  for (const header of ["session=a; session=b", "session=a; session=a", "session=; session="]) {
    assert.deepEqual(findCookie(header, "session"), { kind: "doubled" }, header);
  }
  assert.deepEqual(findCookie("session=a; x=1;  session=b", "session"), { kind: "doubled" });
  assert.deepEqual(findCookie("session=a; Session=b", "session"), { kind: "one", value: "a" });
});

test("reads two header lines that a Headers object joined by a comma as one value, and no more", () => {
  const headers = new Headers();
  headers.append("cookie", "session=a");
  headers.append("cookie", "session=b");
  const found = findCookie(headers.get("cookie"), "session");
  // Some runtimes join by "; " (Fetch, "get a header"); both are refused: two names, or one value with a comma.
  assert.ok(found.kind === "doubled" || (found.kind === "one" && found.value.includes(",")));
});

test("never reads a name that only looks like ours (T018)", () => {
  const names = ["\u00a0session", "\u2000session", "\ufeffsession", "session\u00a0", "%20session"];
  const others = [
    "Session",
    "SESSION",
    "session.",
    "sess%69on",
    "session[]",
    "session ",
    "\u000bsession",
  ];
  for (const name of [...names, ...others]) {
    assert.equal(valueIn(`${name}=planted`), undefined, JSON.stringify(name));
    assert.equal(valueIn(`${name}=planted; session=ours`), "ours", JSON.stringify(name));
  }
});

test("steps over the spaces and tabs that RFC 6265bis, 5.6, lets stand around a pair", () => {
  for (const header of [" session=v", "\tsession=v", "a=1; \t session= v \t; b=2"]) {
    assert.equal(valueIn(header), "v", JSON.stringify(header));
  }
});

test("gives nothing of an object's own for a name of its prototype (T020)", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assert.deepEqual(findCookie("a=1", name), { kind: "none" }, name);
    assert.deepEqual(findCookie(`${name}=x`, name), { kind: "one", value: "x" }, name);
  }
  assert.equal(({} as Record<string, unknown>)["x"], undefined);
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test("decodes nothing, and so throws at no escape (T021)", () => {
  for (const value of ["%", "%zz", "%ff", "%00", "%0d%0a", "%41", '"quoted"', "a+b"]) {
    assert.equal(valueIn(`session=${value}`), value);
  }
});

test("takes raw bytes for what they are and never throws (T022)", () => {
  const codes = [
    ...Array(0x20).keys(),
    0x7f,
    ...Array.from({ length: 0x80 }, (_, at) => at + 0x80),
  ];
  for (const code of codes) {
    const raw = String.fromCharCode(code);
    assert.doesNotThrow(() => findCookie(`${raw}session=v${raw}; a=${raw}`, "session"));
    if (raw !== "\t") assert.equal(valueIn(`${raw}session=v`), undefined, `0x${code.toString(16)}`);
  }
});

test("keeps equals signs inside of a value, and an empty value as one", () => {
  assert.equal(valueIn("session=a=b=="), "a=b==");
  assert.deepEqual(findCookie("session=", "session"), { kind: "one", value: "" });
});

test("answers any header at all, in time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (header) => {
      assert.ok(["one", "none", "doubled"].includes(findCookie(header, "session").kind));
    }),
  );
  const started = performance.now();
  findCookie("session ".repeat(12_000), "session");
  findCookie(" ;".repeat(50_000), "session");
  assert.ok(performance.now() - started < 100);
});
