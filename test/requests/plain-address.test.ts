import assert from "node:assert/strict";
import { test } from "node:test";
import { plainAddress } from "../../src/requests/plain-address.ts";

test("an address has one spelling, however it was written", () => {
  for (const [written, plain] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:0201", "192.0.2.1"],
    ["2001:DB8:0:0:0::1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["::1", "::1"],
  ] as const) {
    assert.equal(plainAddress(written), plain, written);
  }
});

test("what is no address has none", () => {
  for (const text of [
    "",
    "unknown",
    "localhost",
    "192.0.2",
    "192.0.2.01",
    "0x7f.1",
    "[::1]",
    "%",
  ]) {
    assert.equal(plainAddress(text), undefined, text);
  }
});
