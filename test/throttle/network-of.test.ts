import assert from "node:assert/strict";
import { test } from "node:test";
import { plainAddress } from "../../src/requests/plain-address.ts";
import { networkOf } from "../../src/throttle/network-of.ts";

const networkIn = (address: string): string => networkOf(plainAddress(address) ?? "");

test("a thousand addresses of one /64 are one network, and the next /64 is another (T115)", () => {
  const within = Array.from({ length: 1_000 }, (_, at) =>
    networkIn(`2001:db8:1:2:${(at * 7_919).toString(16).slice(-4)}::${at.toString(16)}`),
  );
  assert.deepEqual([...new Set(within)], ["2001:db8:1:2::/64"]);
  assert.equal(networkIn("2001:db8:1:3::1"), "2001:db8:1:3::/64");
});

test("every spelling of an address is of one network", () => {
  const spellings = ["2001:db8::1", "2001:DB8:0:0::1", "2001:0db8:0000:0000:0:0:0:1", "2001:db8::"];
  for (const address of spellings) assert.equal(networkIn(address), "2001:db8:0:0::/64", address);
  assert.equal(networkIn("::1"), "0:0:0:0::/64");
  assert.equal(networkIn("fe80::1%eth0"), "fe80:0:0:0::/64");
  assert.equal(networkIn("64:ff9b::192.0.2.1"), "64:ff9b:0:0::/64");
});

test("an IPv4 address is a network by itself, also in IPv6's clothes", () => {
  assert.equal(networkIn("192.0.2.1"), "192.0.2.1");
  assert.equal(networkIn("::ffff:192.0.2.1"), "192.0.2.1");
  assert.notEqual(networkIn("192.0.2.2"), networkIn("192.0.2.1"));
});
