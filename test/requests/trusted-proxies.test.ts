import assert from "node:assert/strict";
import { test } from "node:test";
import { isNetwork, trustedProxies } from "../../src/requests/trusted-proxies.ts";

test("trusts what stands in a network or is named, and nothing beside it", () => {
  const isTrusted = trustedProxies(["10.0.0.0/8", "192.0.2.1", "2001:db8::/32", "::1"]);
  for (const address of ["10.0.0.1", "10.255.255.255", "192.0.2.1", "2001:db8:1::2", "::1"]) {
    assert.ok(isTrusted(address), address);
  }
  for (const address of ["11.0.0.1", "192.0.2.2", "2001:db9::1", "::2", "127.0.0.1"]) {
    assert.ok(!isTrusted(address), address);
  }
});

test("trusts nobody if nobody is named", () => {
  const isTrusted = trustedProxies([]);
  for (const address of ["127.0.0.1", "::1", "10.0.0.1"]) assert.ok(!isTrusted(address), address);
});

test("a network is an address with or without a length; everybody, and nonsense, is none (T116)", () => {
  for (const text of ["10.0.0.0/8", "10.0.0.1", "10.0.0.1/32", "2001:db8::/32", "::1/128", "::1"]) {
    assert.ok(isNetwork(text), text);
  }
  for (const text of [
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/33",
    "2001:db8::/129",
    "::ffff:10.0.0.0/104",
    "0:0:0:0:0:ffff:a00:0/104",
    "fe80::1%eth0",
    "10.0.0.0/8/8",
    "10.0.0.0/",
    "10.0.0.0/-8",
    "10.0.0.0/8.0",
    "10.0.0/8",
    "proxy.example",
    "",
  ]) {
    assert.ok(!isNetwork(text), text);
  }
});
