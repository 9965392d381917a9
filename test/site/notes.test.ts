import assert from "node:assert/strict";
import { test } from "node:test";
import { notesOn } from "../../src/site/notes.ts";

test("a PostgreSQL on another machine that need not prove who it is, is named; and no word of its address", () => {
  const notesOf = (address: string): string =>
    notesOn({ COUNTERSIGN_DATABASE: address }).join("\n");
  for (const address of [
    "postgres://me:canary@db.example/site",
    "postgresql://me:canary@192.0.2.1:5432/site?sslmode=disable",
    "postgres://me:canary@[2001:db8::1]/site?sslmode=require",
    "postgres://me:canary@localhost.example/site",
    "postgres://me:canary@localhost/site?host=db.example",
    "postgres://me:canary@db.example/site?sslmode=disable&sslrootcert=/etc/ssl/db.crt",
  ]) {
    assert.match(notesOf(address), /^COUNTERSIGN_DATABASE: is on another machine, [^\n]+\.$/);
    assert.doesNotMatch(notesOf(address), /canary|example/);
  }
  for (const address of [
    "sqlite:data/site.db",
    "postgres://me:canary@localhost/site",
    "postgres://me:canary@127.0.0.1:5432/site",
    "postgres://me:canary@[::1]/site",
    "postgres:///site?host=/var/run/postgresql",
    "postgres://%2Fvar%2Frun%2Fpostgresql/site",
    "postgres://me:canary@db.example/site?sslmode=verify-full",
    "postgres://me:canary@db.example/site?sslmode=verify-ca&sslrootcert=/etc/ssl/db.crt",
    "postgres://me:canary@db.example/site?sslmode=require&sslrootcert=/etc/ssl/db.crt",
    "postgres://",
  ]) {
    assert.equal(notesOf(address), "", address);
  }
  assert.deepEqual(notesOn({}), []);
});
