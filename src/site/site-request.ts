import type { IncomingMessage } from "node:http";
import { NodeHeaders } from "../requests/node-headers.ts";
import type { RequestHeaders } from "../requests/request-head.ts";
import type { VisitRequest } from "../routes/visit.ts";

/**
 * A request to the site: the server's own, but its headers are asked where Node keeps them. Each question to a
 * `Headers` object checks name and value anew.
 */
export class SiteRequest implements VisitRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly #request: Request;

  constructor(request: Request, incoming: IncomingMessage) {
    this.url = request.url;
    this.method = request.method;
    this.headers = new NodeHeaders(incoming);
    this.#request = request;
  }

  get body(): AsyncIterable<Uint8Array> | null {
    return this.#request.body;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }
}
