import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** As a browser would send them back; empty if none was set. */
  readonly cookie: string;
  /** When it was here, by the clock of `performance`. */
  readonly at: number;
}

/** Asks one server over a connection that is kept, so that no question waits for one. */
export interface Client {
  /** @param form its fields, of a POST */
  ask(
    method: "GET" | "POST",
    path: string,
    cookie?: string,
    form?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): void;
}

export const createClient = (origin: string): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    async ask(method, path, cookie, form) {
      const fields = form && new URLSearchParams(form).toString();
      const headers = {
        ...(cookie === undefined ? {} : { cookie }),
        ...(fields === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
      };
      const asked = request(origin + path, { method, agent, headers }).end(fields);
      const [answer] = (await once(asked, "response")) as [IncomingMessage];
      const body = await text(answer);
      return {
        status: answer.statusCode ?? 0,
        text: body,
        cookie: cookieOf(answer.headers["set-cookie"] ?? []),
        at: performance.now(),
      };
    },
    close: () => agent.destroy(),
  };
};

const cookieOf = (lines: readonly string[]): string =>
  lines.map((line) => line.split(";", 1)[0]).join("; ");
