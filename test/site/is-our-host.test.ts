import assert from "node:assert/strict";
import { test } from "node:test";
import { isOurHost } from "../../src/site/is-our-host.ts";

const ORIGIN = "https://login.example.org";

test("our host is ours in any case, with its port named or not, whatever TLS ended at", () => {
  for (const url of [
    "http://login.example.org/",
    "https://login.example.org/x?y#z",
    "http://LOGIN.example.org:443/",
    "http://login.example.org?x",
  ]) {
    assert.ok(isOurHost(url, ORIGIN), url);
  }
  assert.ok(isOurHost("http://localhost:8000/", "http://localhost:8000"));
  assert.ok(isOurHost("http://example.org:80/", "http://example.org"));
});

test("any other host, port or nonsense is not", () => {
  for (const url of [
    "http://evil.example/",
    "http://login.example.org.evil.example/",
    "http://evil.example/login.example.org",
    "http://login.example.org:8443/",
    "http://login.example.org:80/",
    "http://login.example.org./",
    "http:///",
    "http://a b/",
  ]) {
    assert.ok(!isOurHost(url, ORIGIN), url);
  }
  assert.ok(!isOurHost("http://localhost/", "http://localhost:8000"));
});
