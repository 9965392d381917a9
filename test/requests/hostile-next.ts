import assert from "node:assert/strict";
import fc from "fast-check";
import { nextPath } from "../../src/requests/next-path.ts";

const OURS = "https://app.example.org";

/** Pages that would lead in circles or out again. */
export const AVOID: readonly string[] = ["/account/login", "/account/register", "/account/logout"];

/** Where somebody goes on to, or undefined if what they asked for is ignored. */
export const follow = (next: string | undefined): string | undefined =>
  nextPath(next, OURS, (path) => AVOID.includes(path));

/** Tries so many texts out of what moves a URL parser: whatever is followed has to be ours. */
export const followHostile = (runs: number): void => {
  const piece = fc.constantFrom(
    ...[
      "/",
      "//",
      "\\",
      "\\\\",
      ":",
      "@",
      "%",
      "%2f",
      "%5c",
      "%09",
      "?",
      "#",
      ".",
      "..",
      "\t",
      "\n",
    ],
    ...[
      "\r",
      "\0",
      " ",
      "\u00a0",
      "\u3002",
      "\uff0e",
      "\uff0f",
      "\ufe68",
      "\u2044",
      "[",
      "]",
      "http:",
    ],
    ...[
      "https:",
      "javascript:",
      "data:",
      "evil.example",
      "app.example.org",
      OURS,
      "welcome",
      "é",
      "xn--",
    ],
  );
  const hostile = fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { maxLength: 12 });
  let followed = 0;
  fc.assert(
    fc.property(hostile, (pieces) => {
      const path = follow(pieces.join(""));
      if (path === undefined) return;
      followed += 1;
      assert.equal(new URL(path, `${OURS}/account/login`).origin, OURS);
      assert.match(path, /^\/(?!\/)/);
      assert.doesNotMatch(path, /[\x00-\x20\x7f\\]/);
    }),
    { numRuns: runs },
  );
  assert.ok(followed > 100, `${followed} were followed`);
};
