import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const SRC = fileURLToPath(new URL("../../src", import.meta.url));

/** In milliseconds, for a hundred thousand characters; the shortest of three tries. */
const BOUND = 20;
const LENGTH = 100_000;

/** Slower than that on such a text, and never given one. */
const BOUNDED: Readonly<Record<string, string>> = {
  "assembly/setting-values.ts": "a secret among the settings, at assembly",
  "hashers/base64.ts": "what Node has just written: two `=` at most",
  "requests/form-fields.ts": "16 KiB that are JSON, where each string has its end",
  "requests/next-path.ts": "2,048 bytes of a path",
};

/** Where a value may begin, a regular expression does; comments are gone by then. */
const LITERAL =
  /(?<=[(=:,!&|?[>]\s*|return )\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[])+\/[dgimsuvy]*/g;

const expressionsIn = (file: string): readonly RegExp[] => {
  const code = readFileSync(join(SRC, file), "utf8").replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
  return [...code.matchAll(LITERAL)].map(([literal]) => {
    const end = literal.lastIndexOf("/");
    return new RegExp(literal.slice(1, end), literal.slice(end + 1).replace(/[gy]/g, ""));
  });
};

/** The page's own script is a text there, with its backslashes doubled, and runs at the visitor's. */
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !/^(?:testing|pages\/script)/.test(file),
);

const PUMPS = [
  ...'aA0f \t\n.,:;@%-_="\\/<([{$é\u00a0\0',
  "a.",
  "a@",
  "a-",
  "a b",
  "%2f",
  "1.",
].concat(["::", "a=", "a=b; ", "a,", '\\"', "()", "a/b,"]);

const shortest = (expression: RegExp, text: string): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least > BOUND; tries += 1) {
    const began = performance.now();
    expression.test(text);
    least = Math.min(least, performance.now() - began);
  }
  return least;
};

test("no regular expression of ours takes long over a hundred thousand hostile characters (T211)", (t) => {
  let expressions = 0;
  for (const file of files.filter((each) => !(each in BOUNDED))) {
    for (const expression of expressionsIn(file)) {
      expressions += 1;
      for (const pump of PUMPS) {
        const text = `${pump.repeat(Math.ceil(LENGTH / pump.length))}\u0001`;
        const took = shortest(expression, text);
        assert.ok(took <= BOUND, `${file}: ${expression} takes ${took} ms over ${pump}…`);
      }
    }
  }
  t.diagnostic(`${expressions} expressions`);
  assert.ok(expressions > 100);
  for (const file of Object.keys(BOUNDED)) assert.ok(files.includes(file), file);
});
