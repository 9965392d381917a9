import { type Answer, FORM, form, type SentHeaders, send } from "./send.ts";

type Fields = Readonly<Record<string, string>>;

/** Keeps cookies and says who asks, as a browser does. Follows no redirect by itself. */
export interface Browser {
  readonly jar: Map<string, string>;
  /** The Cookie header that would be sent now. */
  readonly cookie: string;
  get(path: string, headers?: SentHeaders): Promise<Answer>;
  /** Submits a form of this site's. */
  post(path: string, fields?: Fields, headers?: SentHeaders): Promise<Answer>;
  /** As a script of this site would. */
  getJson(path: string): Promise<Answer>;
  postJson(path: string, value?: unknown): Promise<Answer>;
  /** Goes where a redirect leads. */
  follow(answer: Answer): Promise<Answer>;
}

const NAVIGATES: SentHeaders = {
  Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Dest": "document",
};
const SCRIPT: SentHeaders = { Accept: "application/json", "Sec-Fetch-Site": "same-origin" };

/**
 * @param always headers of every request, such as a `Host`
 * @param jar shared with another site of the same host, as browsers do whatever the port
 */
export const browserLikeClient = (
  site: { readonly url: string; readonly origin: string },
  always: SentHeaders = {},
  jar: Map<string, string> = new Map(),
): Browser => {
  const go = async (method: string, path: string, headers: SentHeaders, body?: string) => {
    const Cookie = cookieOf(jar);
    const answer = await send(site.url, {
      method,
      path,
      headers: { ...always, ...(Cookie ? { Cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.setCookies) keep(jar, line);
    return answer;
  };
  const get: Browser["get"] = (path, headers) =>
    go("GET", path, { ...NAVIGATES, "Sec-Fetch-Site": "none", ...headers });

  return {
    jar,
    get cookie() {
      return cookieOf(jar);
    },
    get,
    post: (path, fields = {}, headers) =>
      go(
        "POST",
        path,
        {
          ...NAVIGATES,
          ...FORM,
          Origin: site.origin,
          "Sec-Fetch-Site": "same-origin",
          ...headers,
        },
        form(fields),
      ),
    getJson: (path) => go("GET", path, SCRIPT),
    postJson: (path, value) =>
      value === undefined
        ? go("POST", path, SCRIPT)
        : go(
            "POST",
            path,
            { ...SCRIPT, "Content-Type": "application/json" },
            JSON.stringify(value),
          ),
    follow: (answer) => get(answer.headers.location ?? ""),
  };
};

const cookieOf = (jar: ReadonlyMap<string, string>): string =>
  [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

const keep = (jar: Map<string, string>, line: string): void => {
  const [pair = "", ...attributes] = line.split("; ");
  const name = pair.slice(0, pair.indexOf("="));
  if (attributes.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, pair.slice(name.length + 1));
};
