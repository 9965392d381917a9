import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { variedRecord } from "../../src/adapters/own-headers.ts";

const set = (vary?: string | string[]): Pick<ServerResponse, "getHeader"> => ({
  getHeader: (name) => (name.toLowerCase() === "vary" ? vary : undefined),
});

test("a record varies by cookie, whatever it or the answer said before", () => {
  assert.deepEqual(variedRecord(set(), {}), { Vary: "Cookie" });
  assert.deepEqual(variedRecord(set(), { vary: "Accept", A: "1" }), {
    A: "1",
    Vary: "Accept, Cookie",
  });
  assert.deepEqual(variedRecord(set("Origin"), { A: "1" }), { A: "1", Vary: "Origin, Cookie" });
  assert.deepEqual(variedRecord(set(["A", "B"]), {}), { Vary: "A, B, Cookie" });
  assert.deepEqual(variedRecord(set("Origin"), { Vary: "Accept" }), { Vary: "Accept, Cookie" });
});

test("of two spellings the later one counts, and only one is left", () => {
  const own = { Vary: "Accept", vary: "Origin" };
  assert.deepEqual(variedRecord(set(), own), { Vary: "Origin, Cookie" });
  assert.deepEqual(variedRecord(set(), { VARY: "Accept", vary: "Cookie" }), { Vary: "Cookie" });
});

test("a record that says so already is the same record", () => {
  const own = { vary: "Accept, Cookie" };
  assert.equal(variedRecord(set(), own), own);
  const any = { Vary: "*" };
  assert.equal(variedRecord(set(), any), any);
});
