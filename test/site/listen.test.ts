import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { listen } from "../../src/site/listen.ts";
import { rawExchange, statusesIn } from "../stories/raw-socket.ts";
import { send } from "../stories/send.ts";

const PLACE = { origin: "https://login.example.org", hsts: "host" } as const;

const listening = async (t: TestContext) => {
  const server = await listen("127.0.0.1", 0, PLACE, async (request, address) =>
    Response.json({ url: request.url, address }),
  );
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}` };
};

test("hands each request on with the address that it came from", async (t) => {
  const { url } = await listening(t);
  const answer = await send(url, { path: "/a?b", headers: { Host: "x.example" } });
  assert.deepEqual(answer.json(), { url: "http://x.example/a?b", address: "127.0.0.1" });
});

test("a port that is taken, and an address that is not ours, are faults of settings that say so", async (t) => {
  const { port } = await listening(t);
  const answer = async (): Promise<Response> => new Response();
  await assert.rejects(listen("127.0.0.1", port, PLACE, answer), {
    code: "settings.invalid",
    message: new RegExp(`^PORT: 127\\.0\\.0\\.1:${port} is taken`),
  });
  await assert.rejects(listen("192.0.2.1", 0, PLACE, answer), {
    code: "settings.invalid",
    message: /^HOST, PORT: cannot listen on 192\.0\.2\.1:0 \(EADDRNOTAVAIL\)/,
  });
});

test("what the parser refuses gets our headers, and is closed", async (t) => {
  const { url } = await listening(t);
  for (const [status, bytes] of [
    [400, "nonsense\r\n\r\n"],
    [400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"],
    [431, `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`],
  ] as const) {
    const received = await rawExchange(url, bytes);
    assert.deepEqual(statusesIn(received), [status]);
    for (const line of [
      /^connection: close\r$/im,
      /^x-content-type-options: nosniff\r$/im,
      /^strict-transport-security: max-age=31536000\r$/im,
    ]) {
      assert.match(received, line);
    }
  }
  assert.equal((await send(url, { path: "/" })).status, 200);
});

test("slow clients have limits, and so has their number (T272)", async (t) => {
  const { server } = await listening(t);
  assert.equal(server.headersTimeout, 10_000);
  assert.equal(server.requestTimeout, 15_000);
  assert.equal(server.keepAliveTimeout, 5_000);
  assert.ok(server.maxConnections > 10_000);
  server.maxConnections = 1;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const first = rawExchange(url, "GET / HTTP/1.1\r\nHost: x\r\n");
  assert.equal(await rawExchange(url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "");
  server.closeAllConnections();
  await first;
});
