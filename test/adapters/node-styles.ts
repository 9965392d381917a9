import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

type Style = (res: ServerResponse, req: IncomingMessage) => unknown;

const code = (act: () => unknown): string => {
  try {
    act();
    return "nothing";
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

const soon = (act: () => unknown) => setImmediate(act);

const MEGABYTE = Buffer.alloc(1_000_000, "countersign ");

/** Every way in which a handler of `node:http` answers, and what it may rely on meanwhile. */
export const nodeStyles: Readonly<Record<string, Style>> = {
  "end()": (res) => res.end(),
  "end(text)": (res) => res.end("text"),
  "end(text) in utf8": (res) => res.end("tüxt"),
  "end(text, encoding)": (res) => res.end("74657874", "hex"),
  "end(buffer)": (res) => res.end(Buffer.from("text")),
  "end(typed array)": (res) => res.end(Uint8Array.of(1, 2, 3)),
  "end(empty)": (res) => res.end(""),
  "end(callback)": (res) => res.end(() => {}),
  "end(text, callback)": (res) => res.end("text", () => {}),
  "end(text, encoding, callback)": (res) => res.end("dGV4dA", "base64", () => {}),
  "end twice": (res) => res.end("text").end(),
  "end twice with text": (res) => {
    res.on("error", () => {});
    res.end("text");
    res.end("more");
  },
  "end(number) is refused": (res) => {
    const refusal = code(() => res.end(42));
    res.end(`${refusal} ${res.headersSent}`);
  },
  "write, then end": (res) => {
    res.write("te");
    res.end("xt");
  },
  "write(text, encoding), write(buffer), write(typed array)": (res) => {
    res.write("dMO8eHQ=", "base64");
    res.write("tüxt", "latin1");
    res.write(Buffer.from("tüxt"));
    res.write(Uint8Array.of(33));
    res.end();
  },
  "write(text, callback) is called back": (res) => {
    res.write("te", () => res.end("xt"));
  },
  "write(text, encoding, callback) is called back": (res) => {
    res.write("te", "utf8", () => res.end("xt"));
  },
  "write(empty)": (res) => {
    res.write("");
    res.end("text");
  },
  "write(number) and write(null) are refused": (res) => {
    const refusals = [42, null].map((chunk) => code(() => res.write(chunk as unknown as string)));
    res.end(`${refusals} ${res.headersSent}`);
  },
  "write after end": (res) => {
    res.on("error", () => {});
    res.end("text");
    res.write("more");
  },
  "writes over many turns": (res) => {
    res.write("a");
    soon(() => {
      res.write("b");
      soon(() => res.end("c"));
    });
  },
  "writeHead(status)": (res) => res.writeHead(201).end("text"),
  "writeHead(status, words)": (res) => res.writeHead(201, "Made").end("text"),
  "writeHead(status, record)": (res) =>
    res.writeHead(201, { "Content-Type": "text/plain", "X-Many": ["a", "b"] }).end("text"),
  "writeHead(status, words, record)": (res) =>
    res.writeHead(201, "Made", { "Content-Length": "4" }).end("text"),
  "writeHead(status, list)": (res) =>
    res
      .writeHead(200, ["X-One", "a", "X-One", "b", "Set-Cookie", "c=1", "Set-Cookie", "d=2"])
      .end(),
  "writeHead(status, list of pairs)": (res) =>
    res
      .writeHead(200, [
        ["X-One", "a"],
        ["Set-Cookie", "c=1"],
      ] as never)
      .end("text"),
  "writeHead with cookies over cookies that were set": (res) => {
    res.setHeader("Set-Cookie", "lost=1");
    res.setHeader("X-Kept", "1");
    res.writeHead(200, { "Set-Cookie": ["a=1", "b=2"] }).end("text");
  },
  "writeHead(status, list) over headers that were set": (res) => {
    res.setHeader("X-One", "lost");
    res.writeHead(200, ["X-One", "a", "X-One", "b"]).end("text");
  },
  "writeHead with a status that is none is refused": (res) => {
    const refusal = code(() => res.writeHead(42));
    res.end(`${refusal} ${res.headersSent}`);
  },
  "writeHead with a header that is none is refused": (res) => {
    const refusal = code(() => res.writeHead(200, { "X-Bad": "a\nb" }));
    res.end(refusal);
  },
  "writeHead twice is refused": (res) => {
    res.writeHead(202);
    res.end(code(() => res.writeHead(200)));
  },
  "a status that is none is refused": (res) => {
    res.statusCode = 42;
    const refusal = code(() => res.write("text"));
    res.statusCode = 200;
    res.end(refusal);
  },
  "flushHeaders, then a body": (res) => {
    res.setHeader("X-Early", "1");
    res.flushHeaders();
    soon(() => res.end("text"));
  },
  "flushHeaders twice, after writeHead": (res) => {
    res.writeHead(200, { "X-Early": "1" });
    res.flushHeaders();
    res.flushHeaders();
    res.end("text");
  },
  "headersSent is true from the first write": (res) => {
    const before = res.headersSent;
    res.write("a");
    res.end(` ${before} ${res.headersSent} ${res.writableEnded}`);
  },
  "headers are refused once the head has gone": (res) => {
    res.write("a ");
    const acts = [
      () => res.setHeader("X-Late", "1"),
      () => res.appendHeader("X-Late", "1"),
      () => res.removeHeader("X-Late"),
      () => res.setHeaders(new Map([["X-Late", "1"]])),
      () => res.writeHead(500),
    ];
    res.end(acts.map(code).join());
  },
  "a status that is set too late": (res) => {
    res.write("a");
    res.statusCode = 500;
    res.end();
  },
  "204": (res) => {
    res.statusCode = 204;
    res.end("never sent");
  },
  "304": (res) => res.writeHead(304, { ETag: '"1"' }).end(),
  "500": (res) => {
    res.statusCode = 500;
    res.end("text");
  },
  "a length of its own": (res) => {
    res.setHeader("Content-Length", 4);
    res.write("te");
    res.end("xt");
  },
  "headers of its own: Vary, Cache-Control, Date, Connection": (res) => {
    res.setHeader("Vary", "Accept, Cookie");
    res.setHeader("Cache-Control", "public");
    res.setHeader("Connection", "close");
    res.end("text");
  },
  trailers: (res, req) => {
    if (req.method !== "HEAD") res.setHeader("Trailer", "X-Sum");
    res.write("text");
    res.addTrailers({ "X-Sum": "4" });
    res.end();
  },
  "cork and uncork": (res) => {
    res.cork();
    res.write("te");
    res.write("xt");
    res.uncork();
    res.end();
  },
  "early hints": (res) => {
    res.writeEarlyHints({ link: "</style.css>; rel=preload" });
    res.end("text");
  },
  "a stream that is piped": (res) => Readable.from(["a", "b", "c"]).pipe(res),
  "a large stream that is piped": (res) => Readable.from([MEGABYTE, MEGABYTE]).pipe(res),
  "a pipeline from a generator": (res) =>
    pipeline(async function* () {
      for (let at = 0; at < 50; at += 1) yield MEGABYTE.subarray(0, 10_000);
    }, res),
  "what was sent comes back": (res, req) => req.pipe(res),
};
