import { type Answer, type SentHeaders, send } from "../stories/send.ts";

/** How a request ended that was not answered as it should be, or that it was. */
export type Outcome =
  | "answered"
  /** By a site that cannot, or by the balancer when there is none. */
  | "503"
  /** The site was lost, and nobody knows how far it came: 502, 504, or a closed connection. */
  | "lost"
  /** Answered, and it is not true. */
  | "wrong";

export interface Asked {
  readonly from: string;
  readonly path: string;
  readonly cookie?: string | undefined;
  /** Sent as JSON, by a script of the site's own. */
  readonly body?: unknown;
  readonly method?: "GET" | "POST";
}

/** An answer that says something, or how there was none. */
export type Asking = Answer | "503" | "lost";

/** @param url where it is sent: the balancer's, or one site's own */
export type Ask = (asked: Asked) => Promise<Asking>;

const COOKIE = "__Host-session";

/** Asks as the page's own script would, through a proxy that speaks https with the visitor. */
export const asker =
  (url: string, origin: string): Ask =>
  async ({ from, path, cookie, body, method }) => {
    const headers: SentHeaders = {
      Host: new URL(origin).host,
      Accept: "application/json",
      "Sec-Fetch-Site": "same-origin",
      // What a visitor writes here is nobody's address.
      "X-Forwarded-For": "192.0.2.66",
      ...(cookie === undefined ? {} : { Cookie: `${COOKIE}=${cookie}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    };
    const sent = { path, headers, from, ...(method ? { method } : {}) };
    try {
      const answer = await send(url, body === undefined ? sent : { ...sent, body: text(body) });
      // One that takes the cookie away, or sets another, says more than that it cannot.
      if (answer.status === 503 && cookieIn(answer) === undefined) return "503";
      return answer.status === 502 || answer.status === 504 ? "lost" : answer;
    } catch {
      return "lost";
    }
  };

const text = (body: unknown): string => JSON.stringify(body);

/** The session cookie that an answer sets; null if it takes it away, undefined if it says nothing. */
export const cookieIn = ({ setCookies }: Answer): string | null | undefined => {
  const line = setCookies.find((each) => each.startsWith(`${COOKIE}=`));
  if (line === undefined) return undefined;
  const value = line.slice(COOKIE.length + 1).split(";", 1)[0];
  return /;\s*Max-Age=0/i.test(line) || !value ? null : value;
};
