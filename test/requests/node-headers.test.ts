import assert from "node:assert/strict";
import { test } from "node:test";
import { NodeHeaders } from "../../src/requests/node-headers.ts";

const headers = new NodeHeaders({
  headers: { accept: "text/html", "x-many": ["a", "b"], empty: "" },
});

test("a header is found by its name in any case, and one that is not there is null", () => {
  assert.equal(headers.get("Accept"), "text/html");
  assert.equal(headers.get("empty"), "");
  assert.equal(headers.get("cookie"), null);
  assert.equal(headers.has("ACCEPT"), true);
  assert.equal(headers.has("cookie"), false);
});

test("one that Node has joined out of several is read as one", () => {
  assert.equal(headers.get("x-many"), "a, b");
});
