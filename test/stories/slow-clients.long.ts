import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { form } from "./send.ts";
import { siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

// As slowhttptest has it: slow headers, a slow body, and whoever never reads.

/** Of each kind. */
const CLIENTS = 1_000;

const HEAD = "POST /login HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n";
const TYPE = "Content-Type: application/x-www-form-urlencoded\r\n";

interface Kind {
  readonly what: string;
  readonly first: string;
  /** What it sends each second, to look alive. */
  readonly drip: string;
  readonly reads: boolean;
  /** In seconds: the limit that ends it is 10 or 15; the rest is for a busy machine. */
  readonly within: number;
}

const KINDS: readonly Kind[] = [
  { what: "slow headers", first: HEAD, drip: "X: a\r\n", reads: true, within: 30 },
  {
    what: "a slow body",
    first: `${HEAD}${TYPE}Content-Length: 10000\r\n\r\n${form(ADA)}`,
    drip: "a",
    reads: true,
    within: 40,
  },
  {
    what: "no reading",
    first: "GET /login HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10),
    drip: "",
    reads: false,
    within: 40,
  },
];

/** How long the other side kept it, in seconds. */
const keptFor = async (socket: Socket, { first, drip, reads }: Kind): Promise<number> => {
  const began = performance.now();
  if (reads) socket.resume();
  else socket.pause();
  const closed = new Promise((resolve) => {
    socket.on("error", resolve).on("close", resolve).on("end", resolve);
  });
  socket.write(first);
  const dripping = setInterval(() => socket.writable && drip !== "" && socket.write(drip), 1_000);
  // What is not read hides the end behind it: asked for after the limit.
  if (!reads) void setTimeout(18_000).then(() => socket.resume());
  await closed;
  clearInterval(dripping);
  socket.destroy();
  return (performance.now() - began) / 1_000;
};

/** What this share of them is below. */
const shareOf = (times: readonly number[], share: number): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;

test("three thousand slow clients are all closed in time, and others are served meanwhile (T205)", async (t) => {
  const site = await siteProcess(t, { folder: temporaryFolder(t) });
  const port = Number(new URL(site.url).port);
  const browser = browserLikeClient(site);
  await browser.post("/register", ADA);
  let isOver = false;
  const times: number[] = [];
  const ask = async (): Promise<void> => {
    const asked = performance.now();
    assert.equal((await browser.get("/welcome")).status, 200);
    times.push(performance.now() - asked);
    await setTimeout(20);
  };
  for (let time = 0; time < 200; time += 1) await ask();
  const idle = shareOf(times.splice(0), 0.99);
  const slow = KINDS.map(async (kind) => {
    const sockets = Array.from({ length: CLIENTS }, () => connect(port, "127.0.0.1"));
    const kept = await Promise.all(sockets.map((socket) => keptFor(socket, kind)));
    return { kind, longest: Math.max(...kept) };
  });
  const others = (async () => {
    await setTimeout(1_000);
    while (!isOver) await ask();
  })();
  const all = await Promise.all(slow);
  isOver = true;
  await others;
  for (const { kind, longest } of all) {
    t.diagnostic(`${kind.what}: ${longest.toFixed(1)} s`);
    assert.ok(longest < kind.within, `${kind.what}: ${longest} s`);
  }
  // The clients share this process and its turns with whoever asks: the 99th of a hundred says more of them than of the site.
  const [half, p99] = [shareOf(times, 0.5), shareOf(times, 0.99)];
  t.diagnostic(
    `welcome: p99 ${idle.toFixed(0)} ms; meanwhile ${half.toFixed(0)}, p99 ${p99.toFixed(0)} ms`,
  );
  assert.ok(times.length > 100 && half < 250, `${half} ms`);
});
