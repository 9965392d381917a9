import type { RequestHeaders } from "./request-head.ts";

/** What `node:http` makes of a request: names in lower case. */
interface ReadHeaders {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** The headers of a request of `node:http`, as it has read them, without a `Headers` object around each. */
export class NodeHeaders implements RequestHeaders {
  readonly #req: ReadHeaders;

  constructor(req: ReadHeaders) {
    this.#req = req;
  }

  get(name: string): string | null {
    const value = this.#req.headers[name.toLowerCase()];
    return typeof value === "object" ? value.join(", ") : (value ?? null);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}
