import assert from "node:assert/strict";
import { test } from "node:test";
import { tlsFault } from "../../src/assembly/tls-fault.ts";

const ADDRESS = "postgres://me:canary@db.example:5432/site";

test("an address says nothing of TLS, or one of four modes with the files that it needs", () => {
  for (const words of [
    "",
    "?application_name=site",
    "?sslmode=disable",
    "?sslmode=require",
    "?sslmode=verify-full",
    "?sslmode=verify-full&sslrootcert=/etc/ssl/db.crt",
    "?sslmode=verify-ca&sslrootcert=/etc/ssl/db.crt",
    "?sslrootcert=/etc/ssl/db.crt&sslmode=require",
    "?sslmode=require&sslcert=/etc/ssl/me.crt&sslkey=/etc/ssl/me.key",
  ]) {
    assert.equal(tlsFault(ADDRESS + words), undefined, words);
  }
});

test("anything else is refused with what to write, and without the address", () => {
  for (const [words, advice] of [
    ["?sslmode=", /disable, require, verify-ca, verify-full$/],
    ["?sslmode=prefer", /disable, require, verify-ca, verify-full$/],
    ["?sslmode=allow", /disable, require, verify-ca, verify-full$/],
    ["?sslmode=no-verify", /disable, require, verify-ca, verify-full$/],
    ["?sslmode=Verify-Full", /disable, require, verify-ca, verify-full$/],
    ["?sslmode=verify-full&sslmode=disable", /each once$/],
    ["?ssl=true", /sslmode/],
    ["?ssl=0&sslmode=verify-full", /sslmode/],
    ["?sslnegotiation=direct", /sslmode/],
    ["?sslmode=require&sslpassword=canary", /sslmode/],
    ["?sslrootcert=/etc/ssl/db.crt", /sslmode/],
    ["?sslmode=verify-ca", /sslrootcert/],
    ["?sslmode=require&sslcert=/etc/ssl/me.crt", /sslkey/],
    ["?sslmode=require&sslkey=/etc/ssl/me.key", /sslcert/],
  ] as const) {
    const fault = tlsFault(ADDRESS + words) ?? "";
    assert.match(fault, advice, words);
    assert.ok(!fault.includes("canary"), words);
  }
});
