import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { type Answer, FORM, form, type SentHeaders, send } from "../stories/send.ts";

/** Somebody of this test's own, who keeps the session's cookie and no other. Follows no redirect. */
export interface Visitor {
  readonly username: string;
  cookie: string | undefined;
  get(path: string, headers?: SentHeaders): Promise<Answer>;
  getJson(path: string): Promise<Answer>;
  head(path: string): Promise<Answer>;
  post(
    path: string,
    fields?: Readonly<Record<string, string>>,
    headers?: SentHeaders,
  ): Promise<Answer>;
  /** Registers, and so is logged in. */
  register(): Promise<Answer>;
}

export const PASSWORD = "five green apples";

export const visitor = (url: string): Visitor => {
  const go = async (method: string, path: string, headers: SentHeaders = {}, body?: string) => {
    const Cookie = self.cookie;
    const answer = await send(url, {
      method,
      path,
      headers: { ...(Cookie ? { Cookie } : {}), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.setCookies) {
      if (line.startsWith("device=")) continue;
      const [pair = ""] = line.split(";", 1);
      self.cookie = pair.endsWith("=") ? undefined : pair;
    }
    return answer;
  };
  const self: Visitor = {
    username: `visitor${randomBytes(4).toString("hex")}`,
    cookie: undefined,
    get: (path, headers) => go("GET", path, { Accept: "text/html", ...headers }),
    getJson: (path) => go("GET", path, { Accept: "application/json" }),
    head: (path) => go("HEAD", path, { Accept: "text/html" }),
    post: (path, fields = {}, headers) =>
      go("POST", path, { Accept: "text/html", ...FORM, ...headers }, form(fields)),
    async register() {
      const fields = { username: self.username, password: PASSWORD };
      const answer = await self.post("/account/register", fields);
      assert.equal(answer.status, 303);
      return answer;
    },
  };
  return self;
};
