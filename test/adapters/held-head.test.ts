import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from "node:http";
import {
  connect as connectHttp2,
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
} from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { holdHead, type LeavingSession } from "../../src/adapters/held-head.ts";
import type { Closing } from "../../src/sessions/close-session.ts";
import { rawExchange } from "../stories/raw-socket.ts";
import { nodeStyles } from "./node-styles.ts";
import { serving } from "./serving.ts";

const COOKIE = "session=token; Path=/";
const SAVED: Closing = { setCookie: COOKIE, varies: true };

/** A session that is saved when somebody says so. */
const session = (close: LeavingSession["close"], isWritten = true): LeavingSession => ({
  isTouched: true,
  isWritten,
  close,
  failure: () =>
    new Response("not saved", { status: 503, headers: { "Retry-After": "5", "X-Failure": "1" } }),
});

/** One that only reads, and has nothing to save, or a cookie to renew all the same. */
const READS: Readonly<Record<string, LeavingSession["close"]>> = {
  "is only read": () => ({ setCookie: undefined, varies: true }),
  "is renewed by a read": async () => SAVED,
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const SAVES: Readonly<Record<string, LeavingSession["close"]>> = {
  "at once": () => SAVED,
  soon: async () => SAVED,
  "after many turns": async () => {
    for (let turns = 0; turns < 20; turns += 1) await nextTurn();
    return SAVED;
  },
};

interface Answer {
  readonly status: string;
  /** In order, without what a session adds and what changes from second to second. */
  readonly headers: readonly string[];
  readonly trailers: NodeJS.Dict<string>;
  readonly body: string;
  readonly cookies: readonly string[];
  readonly raw: IncomingMessage["headers"];
}

const ask = async (url: string, method = "GET", body?: string): Promise<Answer> => {
  const outgoing: ClientRequest = request(url, { method, agent: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  // A handler that hangs up by itself leaves a body without an end: what came counts.
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk)).on("error", () => {});
  await once(incoming, "close");
  const pairs = incoming.rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${incoming.rawHeaders[at + 1]}`] : [],
  );
  return {
    status: `${incoming.statusCode} ${incoming.statusMessage}`,
    headers: pairs.filter((line) => !OURS.has(line) && !line.startsWith("Date: ")),
    trailers: incoming.trailers,
    body: Buffer.concat(chunks).toString("latin1"),
    cookies: incoming.headers["set-cookie"] ?? [],
    raw: incoming.headers,
  };
};

const OURS = new Set([
  `Set-Cookie: ${COOKIE}`,
  "Vary: Cookie",
  "Cache-Control: no-store",
  // The host's, which an answer with a visitor's cookie cannot keep.
  "Cache-Control: public",
]);

for (const [how, close] of Object.entries(READS)) {
  test(`an answer whose session ${how} is the same answer, and varies by cookie`, async (t) => {
    const url = await serving(t, (req, res) => {
      const { searchParams } = new URL(req.url ?? "/", "http://test");
      if (searchParams.has("held")) holdHead(res, session(close, false));
      nodeStyles[searchParams.get("style") ?? ""]?.(res, req);
    });
    for (const style of Object.keys(nodeStyles)) {
      const where = `${url}/?style=${encodeURIComponent(style)}`;
      const [plain, held] = [await ask(where), await ask(`${where}&held`)];
      const { cookies, raw: _, ...same } = held;
      const { cookies: before, raw: __, ...expected } = plain;
      const own = (lines: readonly string[]) => lines.filter((line) => !OURS.has(line));
      assert.deepEqual(
        { ...same, headers: own(same.headers) },
        { ...expected, headers: own(expected.headers) },
        style,
      );
      const renewed = how === "is only read" ? [] : [COOKIE];
      assert.deepEqual([...cookies].sort(), [...before, ...renewed].sort(), style);
      assert.match(held.raw.vary ?? "", /cookie/i, style);
    }
  });
}

test("a header that is none is refused at once also where the session is only read", async (t) => {
  const url = await serving(t, (_, res) => {
    holdHead(res, session(READS["is only read"]!, false));
    try {
      res.writeHead(200, { "X-Bad": ["a", undefined] as never });
    } catch (error) {
      res.writeHead(500, { "X-Refused": String((error as NodeJS.ErrnoException).code) });
    }
    res.end();
  });
  const { status, raw } = await ask(url);
  assert.equal(status, "500 Internal Server Error");
  assert.equal(raw["x-refused"], "ERR_HTTP_INVALID_HEADER_VALUE");
});

test("of names in two spellings the later one counts, and the session's come behind", async (t) => {
  const url = await serving(t, (_, res) => {
    holdHead(
      res,
      session(() => SAVED),
    );
    // As Express does.
    res.setHeader("X-Powered-By", "test");
    res.writeHead(200, {
      "Set-Cookie": "a=1",
      "set-cookie": ["b=2"],
      "Cache-Control": "private",
      "cache-control": "public, max-age=60",
      Vary: "Accept",
      vary: "Origin",
    });
    res.end();
  });
  const { raw } = await ask(url);
  assert.deepEqual(raw["set-cookie"], ["b=2", COOKIE]);
  assert.equal(raw["cache-control"], "no-store");
  assert.equal(raw.vary, "Origin, Cookie");
});

for (const [when, close] of Object.entries(SAVES)) {
  test(`an answer whose session is saved ${when} is the same answer, and has its cookie`, async (t) => {
    const url = await serving(t, (req, res) => {
      const { searchParams } = new URL(req.url ?? "/", "http://test");
      if (searchParams.has("held")) holdHead(res, session(close));
      nodeStyles[searchParams.get("style") ?? ""]?.(res, req);
    });
    for (const style of Object.keys(nodeStyles)) {
      for (const method of ["GET", "HEAD", "POST"]) {
        const sent = method === "POST" ? "sent" : undefined;
        const where = `${url}/?style=${encodeURIComponent(style)}`;
        const [plain, held] = [
          await ask(where, method, sent),
          await ask(`${where}&held`, method, sent),
        ];
        const what = `${method} ${style}`;
        const { cookies, raw: _, ...same } = held;
        const { cookies: before, raw: __, ...expected } = plain;
        assert.deepEqual(same, expected, what);
        assert.deepEqual([...cookies].sort(), [...before, COOKIE].sort(), what);
        assert.match(held.raw.vary ?? "", /cookie/i, what);
        assert.equal(held.raw["cache-control"], "no-store", what);
      }
    }
  });
}

test("a session that adds nothing leaves calls as they came, and waits for nothing", async (t) => {
  let given: unknown[] = [];
  let wasSentAtOnce = false;
  const url = await serving(t, (_req, res) => {
    const writeHead = res.writeHead.bind(res) as (...all: unknown[]) => ServerResponse;
    res.writeHead = ((...all: unknown[]) => {
      given = all;
      return writeHead(...all);
    }) as ServerResponse["writeHead"];
    holdHead(res, {
      ...session(() => ({ setCookie: undefined, varies: false })),
      isTouched: false,
      isWritten: false,
    });
    const headers = { "X-One": "1" };
    res.writeHead(200, headers);
    wasSentAtOnce = given[1] === headers;
    res.end("text");
  });
  const { body, cookies, raw } = await ask(url);
  assert.deepEqual(
    [body, cookies, raw.vary, raw["cache-control"]],
    ["text", [], undefined, undefined],
  );
  assert.ok(wasSentAtOnce);
});

test("nothing leaves before the session is saved, and all of it afterwards", async (t) => {
  const gate = Promise.withResolvers<Closing>();
  const written = Promise.withResolvers<void>();
  const url = await serving(t, (_req, res) => {
    holdHead(
      res,
      session(() => gate.promise),
    );
    res.write("first, ");
    written.resolve();
    gate.promise.then(() => res.end("last"));
  });
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.setEncoding("latin1").on("data", (text) => {
    received += text;
  });
  t.after(() => socket.destroy());
  socket.write("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  await written.promise;
  // The other request goes all the way and back, so this one had every chance.
  const other = await serving(t, (_req, res) => res.end());
  await ask(other);
  assert.equal(received, "");
  gate.resolve(SAVED);
  await once(socket, "close");
  assert.match(received, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(received, /Set-Cookie: session=token/);
  assert.match(received, /first, [\s\S]*last/);
});

test("the session is closed once, with the status that leaves, before the first byte", async (t) => {
  const statuses: number[] = [];
  const url = await serving(t, (req, res) => {
    holdHead(
      res,
      session((status) => {
        statuses.push(status);
        return SAVED;
      }),
    );
    if (req.url === "/head") res.writeHead(201);
    else res.statusCode = 202;
    res.write("a");
    res.flushHeaders();
    res.end("b");
  });
  await ask(`${url}/head`);
  await ask(url);
  assert.deepEqual(statuses, [201, 202]);
});

test("write asks for patience while held, and drain follows, once", async (t) => {
  const gate = Promise.withResolvers<Closing>();
  const answers: unknown[] = [];
  const url = await serving(t, async (_req, res) => {
    holdHead(
      res,
      session(() => gate.promise),
    );
    let drains = 0;
    res.on("drain", () => {
      drains += 1;
    });
    answers.push(res.write("a"), res.write("b"));
    const drained = once(res, "drain");
    setImmediate(() => gate.resolve(SAVED));
    await drained;
    answers.push(res.write("c"), drains);
    res.end();
  });
  assert.equal((await ask(url)).body, "abc");
  assert.deepEqual(answers, [false, false, true, 1]);
});

test("end calls back in each of its forms, when all of it has been handed over", async (t) => {
  const forms: Readonly<Record<string, (res: ServerResponse, done: () => void) => unknown>> = {
    "/1": (res, done) => res.end(done),
    "/2": (res, done) => res.end("text", done),
    "/3": (res, done) => res.end("text", "utf8", done),
    "/4": (res, done) => res.end().end(done),
    "/5": (res, done) => res.end("text").on("finish", done),
  };
  const order: string[] = [];
  const url = await serving(t, (req, res) => {
    const gate = Promise.withResolvers<Closing>();
    holdHead(
      res,
      session(() => gate.promise),
    );
    const called = Promise.withResolvers<void>();
    forms[req.url ?? ""]?.(res, called.resolve);
    assert.deepEqual(
      [res.headersSent, res.writableEnded, res.writableFinished],
      [true, true, false],
    );
    called.promise.then(() => order.push(`called ${res.writableFinished}`));
    setImmediate(() => {
      order.push("saved");
      gate.resolve(SAVED);
    });
  });
  for (const path of Object.keys(forms)) {
    order.length = 0;
    await ask(url + path);
    assert.deepEqual(order, ["saved", "called true"], path);
  }
});

test("a source without an end is asked for no more than its first pieces while held", async (t) => {
  const gate = Promise.withResolvers<Closing>();
  let made = 0;
  const url = await serving(t, async (_req, res) => {
    holdHead(
      res,
      session(() => gate.promise),
    );
    const source = Readable.from(
      (function* () {
        for (; made < 500; made += 1) yield Buffer.alloc(10_000);
      })(),
      { highWaterMark: 2 },
    );
    source.pipe(res);
    for (let turns = 0; turns < 50; turns += 1) await nextTurn();
    assert.ok(made < 10, `${made} pieces`);
    gate.resolve(SAVED);
  });
  assert.equal((await ask(url)).body.length, 5_000_000);
});

/** As the middleware `compression` does: bodies go through a stream, which is where `drain` comes from. */
const through = (res: ServerResponse): void => {
  const [write, end, on] = [res.write.bind(res), res.end.bind(res), res.on.bind(res)];
  let stream: PassThrough | undefined;
  let waiting: (() => void)[] = [];
  const start = (): PassThrough => {
    if (stream) return stream;
    if (!res.headersSent) res.writeHead(res.statusCode);
    stream = new PassThrough({ highWaterMark: 10 });
    for (const listener of waiting) stream.on("drain", listener);
    waiting = [];
    on("drain", () => stream?.resume());
    stream.on("data", (chunk) => write(chunk) || stream?.pause()).on("end", () => end());
    return stream;
  };
  res.on = ((event: string, listener: () => void) => {
    if (event !== "drain") return on(event, listener);
    if (stream) stream.on(event, listener);
    else waiting.push(listener);
    return res;
  }) as ServerResponse["on"];
  res.write = ((chunk: string) => start().write(chunk)) as ServerResponse["write"];
  res.end = ((chunk?: string) => {
    start().end(chunk);
    return res;
  }) as ServerResponse["end"];
};

test("a stream through middleware that has taken `on`, `write` and `end` comes to its end", async (t) => {
  const pieces = Array.from({ length: 50 }, (_, at) => `piece ${at} of a body. `);
  const sources: Readonly<Record<string, (res: ServerResponse) => unknown>> = {
    "/pipe": (res) => Readable.from(pieces).pipe(res),
    "/pipeline": (res) => pipeline(Readable.from(pieces), res),
    "/generator": (res) =>
      pipeline(async function* () {
        yield* pieces;
      }, res),
    "/by-hand": async (res) => {
      for (const piece of pieces) if (!res.write(piece)) await once(res, "drain");
      res.end();
    },
  };
  for (const [when, close] of Object.entries(SAVES)) {
    for (const order of ["through first", "held first"]) {
      const url = await serving(t, (req, res) => {
        if (order === "through first") through(res);
        holdHead(res, session(close));
        if (order === "held first") through(res);
        sources[req.url ?? ""]?.(res);
      });
      for (const path of Object.keys(sources)) {
        const answer = await ask(url + path);
        assert.equal(answer.body, pieces.join(""), `${path}, ${order}, saved ${when}`);
        assert.deepEqual(answer.cookies, [COOKIE]);
      }
    }
  }
});

test("a save that fails takes the place of the whole answer, and of each kind of it", async (t) => {
  const failure = new Error("no storage");
  const fails: Readonly<Record<string, LeavingSession["close"]>> = {
    thrown: () => {
      throw failure;
    },
    rejected: () => Promise.reject(failure),
    late: async () => {
      for (let turns = 0; turns < 20; turns += 1) await nextTurn();
      throw failure;
    },
  };
  for (const [how, close] of Object.entries(fails)) {
    const url = await serving(t, (req, res) => {
      holdHead(res, session(close));
      res.setHeader("X-Handler", "1");
      nodeStyles[new URL(req.url ?? "/", "http://test").searchParams.get("style") ?? ""]?.(
        res,
        req,
      );
    });
    for (const style of Object.keys(nodeStyles)) {
      const what = `${how}: ${style}`;
      const answer = await ask(`${url}/?style=${encodeURIComponent(style)}`);
      assert.equal(answer.status, "503 Service Unavailable", what);
      assert.equal(answer.body, "not saved", what);
      assert.equal(answer.raw["x-failure"], "1", what);
      assert.equal(answer.raw["content-length"], "9", what);
      assert.deepEqual(answer.cookies, [], what);
      for (const name of ["x-handler", "x-one", "x-early", "etag", "trailer", "x-kept"]) {
        assert.equal(answer.raw[name], undefined, `${what}: ${name}`);
      }
      const head = await ask(`${url}/?style=${encodeURIComponent(style)}`, "HEAD");
      assert.deepEqual([head.status, head.body], ["503 Service Unavailable", ""], what);
    }
  }
});

test("a handler whose answer was lost is told by each callback, and comes to its end", async (t) => {
  const failure = new Error("no storage");
  const told: unknown[] = [];
  const done = Promise.withResolvers<void>();
  const url = await serving(t, async (_req, res) => {
    holdHead(
      res,
      session(() => Promise.reject(failure)),
    );
    res.write("a", (error) => told.push(error));
    res.write("b", "utf8", (error) => told.push(error));
    await once(res, "drain");
    assert.equal(
      res.write("c", (error) => told.push(error)),
      true,
    );
    assert.throws(() => res.setHeader("X-Late", "1"), { code: "ERR_HTTP_HEADERS_SENT" });
    res.flushHeaders();
    res.end("d", () => done.resolve());
  });
  assert.equal((await ask(url)).body, "not saved");
  await done.promise;
  assert.deepEqual(told, [failure, failure, failure]);
});

test("a pipeline whose answer was lost ends, and its source with it", async (t) => {
  const source = new Readable({ read() {} });
  source.push("text");
  const ended = Promise.withResolvers<unknown>();
  const url = await serving(t, (_req, res) => {
    holdHead(
      res,
      session(() => Promise.reject(new Error("no storage"))),
    );
    pipeline(source, res).then(ended.resolve, ended.resolve);
  });
  assert.equal((await ask(url)).body, "not saved");
  await ended.promise;
  assert.ok(source.destroyed);
});

test("a visitor who leaves while the answer is held frees it, and every callback hears of it", async (t) => {
  const gate = Promise.withResolvers<Closing>();
  const held = Promise.withResolvers<ServerResponse>();
  const heard: unknown[] = [];
  const url = await serving(t, (_req, res) => {
    holdHead(
      res,
      session(() => gate.promise),
    );
    res.write(Buffer.alloc(100_000), (error) => heard.push(error));
    res.end("text");
    held.resolve(res);
  });
  const outgoing = request(url, { agent: false }).on("error", () => {});
  outgoing.end();
  const res = await held.promise;
  const closed = once(res, "close");
  outgoing.destroy();
  await closed;
  await nextTurn();
  assert.equal((heard[0] as { code?: string }).code, "ERR_STREAM_DESTROYED");
  gate.resolve(SAVED);
  await nextTurn();
  assert.equal(heard.length, 1);
  // In the other order: the save fails after they left.
  const again = await serving(t, (_req, answer) => {
    holdHead(
      answer,
      session(() => once(answer, "close").then(() => Promise.reject(new Error("x")))),
    );
    answer.end("text");
    outgoingAgain.destroy();
  });
  const outgoingAgain = request(again, { agent: false }).on("error", () => {});
  outgoingAgain.end();
  await new Promise((resolve) => outgoingAgain.once("close", resolve));
});

test("answers on one connection keep their order, whichever session is saved first", async (t) => {
  const gates = new Map<string, PromiseWithResolvers<Closing>>();
  for (const path of ["/1", "/2", "/3"]) gates.set(path, Promise.withResolvers());
  let arrived = 0;
  const all = Promise.withResolvers<void>();
  const url = await serving(t, (req, res) => {
    const path = req.url ?? "";
    holdHead(
      res,
      session(() => gates.get(path)!.promise),
    );
    res.end(`answer ${path}`);
    arrived += 1;
    if (arrived === 3) all.resolve();
  });
  const line = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: test\r\n${more}\r\n`;
  const exchange = rawExchange(url, line("/1") + line("/2") + line("/3", "Connection: close\r\n"));
  await all.promise;
  for (const path of ["/3", "/1", "/2"]) {
    gates.get(path)!.resolve(SAVED);
    await nextTurn();
  }
  const received = await exchange;
  const bodies = [...received.matchAll(/answer (\/\d)/g)].map(([, path]) => path);
  assert.deepEqual(bodies, ["/1", "/2", "/3"]);
  assert.equal(received.match(/Set-Cookie/g)?.length, 3);
});

test("HTTP/1.0 is answered with a body that ends with the connection", async (t) => {
  const url = await serving(t, (_req, res) => {
    holdHead(
      res,
      session(async () => SAVED),
    );
    res.write("te");
    res.end("xt");
  });
  const received = await rawExchange(url, "GET / HTTP/1.0\r\n\r\n");
  assert.match(received, /Set-Cookie: session=token/);
  assert.match(received, /\r\n\r\ntext$/);
  assert.doesNotMatch(received, /chunked/i);
});

test("over HTTP/2 an answer waits for its session, and is lost to a failure, all the same", async (t) => {
  const server = createHttp2Server((req, res) => {
    const saves = req.url !== "/fails";
    const close = async () => (saves ? SAVED : Promise.reject(new Error("no storage")));
    holdHead(res as unknown as ServerResponse, session(close));
    res.setHeader("X-Handler", "1");
    if (req.url === "/head") res.writeHead(201, { "X-Own": "1" });
    res.write("te");
    assert.ok(res.headersSent);
    res.end("xt");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  t.after(() => {
    client.close();
    server.close();
  });
  const ask2 = async (path: string) => {
    const stream = client.request({ ":path": path });
    const [headers] = (await once(stream, "response")) as [IncomingHttpHeaders];
    return { headers, body: Buffer.concat(await stream.toArray()).toString() };
  };
  for (const [path, status] of [
    ["/", 200],
    ["/head", 201],
  ] as const) {
    const { headers, body } = await ask2(path);
    assert.deepEqual([headers[":status"], body, headers["x-handler"]], [status, "text", "1"]);
    assert.deepEqual(headers["set-cookie"], [COOKIE]);
  }
  const { headers, body } = await ask2("/fails");
  assert.deepEqual([headers[":status"], body, headers["x-handler"]], [503, "not saved", undefined]);
});

test("a server that stops accepting waits for an answer that is held", async (t) => {
  const gate = Promise.withResolvers<Closing>();
  const held = Promise.withResolvers<void>();
  const url = await serving(t, (req, res) => {
    holdHead(
      res,
      session(() => gate.promise),
    );
    res.end("text");
    (
      req.socket as unknown as { server: { closeIdleConnections(): void } }
    ).server.closeIdleConnections();
    held.resolve();
  });
  const asked = ask(url);
  await held.promise;
  gate.resolve(SAVED);
  assert.equal((await asked).body, "text");
});
