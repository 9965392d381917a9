import assert from "node:assert/strict";
import { test } from "node:test";
import { showPart } from "../../src/sessions/show-part.ts";

const part = (text: string, isConcealed: boolean) =>
  showPart({ kind: "signature", text, isConcealed });

test("shows a part that is not concealed as it is", () => {
  const shown = { kind: "signature", head: "abcdef", hidden: 0, tail: "" };
  assert.deepEqual(part("abcdef", false), shown);
});

test("leaves the middle of a concealed part out, and all of a short one", () => {
  const long = "abcdef".padEnd(41, "-");
  assert.deepEqual(part(`${long}yz`, true), {
    kind: "signature",
    head: "abcdef",
    hidden: 35,
    tail: "yz",
  });
  for (const text of ["", "abc", "a".repeat(21)]) {
    assert.deepEqual(part(text, true), {
      kind: "signature",
      head: "",
      hidden: text.length,
      tail: "",
    });
  }
});
