import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { trustedProxies } from "../../src/requests/trusted-proxies.ts";
import { visitorAddress } from "../../src/requests/visitor-address.ts";
import { ADA } from "../stories/people.ts";
import { FORM, form, send } from "../stories/send.ts";
import { siteProcess } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const isTrusted = trustedProxies(["10.0.0.0/8", "2001:db8:ffff::/48"]);
const PROXY = "10.0.0.1";

const from = (peer: string | undefined, forwarded?: string): string | undefined =>
  visitorAddress(
    peer,
    new Headers(forwarded === undefined ? {} : { "X-Forwarded-For": forwarded }),
    isTrusted,
  );

test("the visitor is whom the outermost proxy of ours was asked by (T113)", () => {
  for (const [forwarded, visitor] of [
    ["203.0.113.7", "203.0.113.7"],
    ["198.51.100.9, 203.0.113.7", "203.0.113.7"],
    ["198.51.100.9,203.0.113.7 ,10.0.0.3,\t10.0.0.2", "203.0.113.7"],
    ["2001:DB8::0:1, 2001:db8:ffff::2", "2001:db8::1"],
    ["::ffff:203.0.113.7, ::ffff:10.0.0.2", "203.0.113.7"],
  ] as const) {
    assert.equal(from(PROXY, forwarded), visitor, forwarded);
  }
});

test("ports and brackets are taken off", () => {
  for (const [forwarded, visitor] of [
    ["203.0.113.7:61234", "203.0.113.7"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:61234", "2001:db8::1"],
    ["203.0.113.7, 10.0.0.2:80, [2001:db8:ffff::2]:443", "203.0.113.7"],
  ] as const) {
    assert.equal(from(PROXY, forwarded), visitor, forwarded);
  }
});

test("a connection that no proxy of ours made is the visitor's own, whatever it says (T112)", () => {
  for (const peer of ["203.0.113.7", "127.0.0.1", "11.0.0.1", "2001:db8::1"]) {
    assert.equal(from(peer, "198.51.100.9"), peer);
    assert.equal(from(peer, "10.0.0.2"), peer);
  }
  assert.equal(from("::ffff:203.0.113.7", "198.51.100.9"), "203.0.113.7");
  assert.equal(from("::ffff:10.0.0.1", "198.51.100.9"), "198.51.100.9");
  assert.equal(from(undefined, "198.51.100.9"), undefined);
});

test("what a proxy of ours passes on that is no address ends the reading at that proxy", () => {
  for (const garbage of [
    "",
    "unknown",
    "localhost",
    "203.0.113.7.",
    "203.0.113",
    "203.0.113.7:",
    "203.0.113.7:123456",
    "203.0.113.7:80:80",
    "[203.0.113.7]",
    "[2001:db8::1",
    "2001:db8::1]:80",
    "[]",
    '"203.0.113.7"',
    "for=203.0.113.7",
    "203.0.113.7 198.51.100.9",
    "1".repeat(16_000),
    `${"1.".repeat(8_000)}:80`,
  ]) {
    assert.equal(from(PROXY, garbage), PROXY, garbage);
    assert.equal(from(PROXY, `203.0.113.7, ${garbage}, 10.0.0.2`), "10.0.0.2", garbage);
    // Of what stands before the visitor's address nothing is read.
    assert.equal(from(PROXY, `${garbage}, 203.0.113.7, 10.0.0.2`), "203.0.113.7", garbage);
  }
});

test("where every address is one of ours, the furthest has asked", () => {
  assert.equal(from(PROXY), PROXY);
  assert.equal(from(PROXY, "10.0.0.3, 10.0.0.2"), "10.0.0.3");
});

test("a list is read 32 proxies deep, and not to the end of all patience", () => {
  const hops = (count: number): string => Array.from({ length: count }, () => "10.0.0.2").join();
  assert.equal(from(PROXY, `203.0.113.7,${hops(31)}`), "203.0.113.7");
  assert.equal(from(PROXY, `203.0.113.7,${hops(32)}`), "10.0.0.2");
  assert.equal(from(PROXY, `203.0.113.7,${hops(5_000)}`), "10.0.0.2");
});

test("nothing but X-Forwarded-For tells of a visitor (T117)", () => {
  const others = {
    Forwarded: "for=203.0.113.7",
    X_Forwarded_For: "203.0.113.7",
    "X-Real-IP": "203.0.113.7",
    "X-Client-IP": "203.0.113.7",
    "CF-Connecting-IP": "203.0.113.7",
    "True-Client-IP": "203.0.113.7",
  };
  assert.equal(visitorAddress(PROXY, new Headers(others), isTrusted), PROXY);
  const headers = new Headers({ ...others, "X-Forwarded-For": "198.51.100.9" });
  assert.equal(visitorAddress(PROXY, headers, isTrusted), "198.51.100.9");
});

test("the log and the list of devices have the visitor's address behind a trusted proxy, and only there", async (t) => {
  for (const [trusted, expected] of [
    ["127.0.0.0/8, 10.0.0.0/8", "203.0.113.7"],
    ["10.0.0.0/8", "127.0.0.1"],
    ["none", "127.0.0.1"],
  ] as const) {
    const site = await siteProcess(t, {
      folder: temporaryFolder(t),
      environment: { COUNTERSIGN_TRUSTED_PROXIES: trusted },
    });
    const answer = await send(site.url, {
      path: "/register",
      // Two lines of one header are one list.
      headers: { ...FORM, "X-Forwarded-For": ["198.51.100.9, 203.0.113.7", "10.0.0.2"] },
      body: form(ADA),
    });
    assert.equal(answer.status, 303);
    await site.end();
    const lines = site.output.filter((line) => line.includes('"path":"/register"'));
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { address: string }).address),
      [expected],
    );
    const rows = new DatabaseSync(site.database, { readOnly: true });
    const [row] = rows.prepare("select address from countersign_sessions").all();
    rows.close();
    assert.equal(row?.["address"], expected);
  }
});
