import { type IncomingHttpHeaders, request } from "node:http";

export type SentHeaders = Readonly<Record<string, string | readonly string[]>>;

export interface Sent {
  readonly method?: string;
  /** As it goes onto the wire: nothing is normalised. */
  readonly path: string;
  readonly headers?: SentHeaders;
  readonly body?: string | Uint8Array;
  /** Which of this machine's addresses it is sent from; any if left out. */
  readonly from?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly setCookies: readonly string[];
  readonly text: string;
  /** Throws unless the body is JSON. */
  json(): unknown;
}

/** Which cookies an answer sets, in their order. */
export const cookieNames = ({ setCookies }: Pick<Answer, "setCookies">): readonly string[] =>
  setCookies.map((line) => line.slice(0, line.indexOf("=")));

/** One request over a connection of its own, with nothing added but `Host` and the body's length. */
export const send = (url: string, { method, path, headers, body, from }: Sent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === undefined ? undefined : { "Content-Length": Buffer.byteLength(body) };
    const outgoing = request({
      hostname,
      port,
      path,
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...length, ...(headers as Record<string, string | string[]>) },
      agent: false,
      ...(from === undefined ? {} : { localAddress: from }),
    });
    // A refused body is not read to its end, and the answer counts all the same.
    let isAnswered = false;
    outgoing.on("error", (error) => isAnswered || reject(error));
    outgoing.on("response", async (incoming) => {
      isAnswered = true;
      try {
        const text = Buffer.concat(await incoming.toArray()).toString("utf8");
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          setCookies: incoming.headers["set-cookie"] ?? [],
          text,
          json: (): unknown => JSON.parse(text),
        });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.end(body);
  });

/** A form as a browser writes it. */
export const form = (fields: Readonly<Record<string, string>>): string =>
  new URLSearchParams(fields).toString();

export const FORM: SentHeaders = { "Content-Type": "application/x-www-form-urlencoded" };
