import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { NodeHeaders } from "../requests/node-headers.ts";
import { pathnameOf } from "../requests/pathname-of.ts";
import type { RequestHead, RequestHeaders } from "../requests/request-head.ts";
import type { VisitRequest } from "../routes/visit.ts";

/** What routers that strip a prefix, and parsers of bodies, leave on a request. */
type MarkedMessage = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/** A request of `node:http`, as questions are put to one. */
export class NodeRequest implements RequestHead {
  readonly headers: RequestHeaders;
  protected readonly req: MarkedMessage;
  readonly #res: ServerResponse;

  constructor(req: IncomingMessage, res: ServerResponse) {
    this.req = req;
    this.#res = res;
    this.headers = new NodeHeaders(req);
  }

  get method(): string {
    return this.req.method ?? "GET";
  }

  get signal(): AbortSignal {
    const res = this.#res;
    const leaving = new AbortController();
    const abort = (): void => {
      if (!res.writableFinished) leaving.abort();
    };
    if (res.destroyed) abort();
    else res.once("close", abort);
    return leaving.signal;
  }
}

/** One that comes to a page of ours. */
export class NodeVisitRequest extends NodeRequest implements VisitRequest {
  readonly url: string;
  readonly #source: Readable;

  /** @param source where the body comes from, if another has been put before it */
  constructor(req: IncomingMessage, res: ServerResponse, origin: string, source: Readable = req) {
    super(req, res);
    this.#source = source;
    this.url = origin + targetOf(req);
  }

  get pathname(): string {
    return pathnameOf(this.url);
  }

  /** Nothing, of a body that somebody has read and kept to themselves. */
  get eaten(): unknown {
    const { body, readableEnded, headers } = this.req;
    if (body !== undefined) return body;
    const hasBody = Number(headers["content-length"]) > 0 || "transfer-encoding" in headers;
    return readableEnded && hasBody ? null : undefined;
  }

  get body(): AsyncIterable<Uint8Array> {
    // To stop reading is not to hang up: the sender of too much is told so.
    return { [Symbol.asyncIterator]: () => this.#source.iterator({ destroyOnReturn: false }) };
  }
}

/**
 * Path and query as they were asked for, whatever prefix a router has taken away. Proxies may ask with
 * the whole address (RFC 9112, 3.2.2); which host it names is not what we go by.
 */
export const targetOf = (req: MarkedMessage): string => {
  const target = req.originalUrl ?? req.url ?? "/";
  return target.startsWith("/") ? target : target.replace(/^https?:\/\/[^/?#]*/i, "");
};
