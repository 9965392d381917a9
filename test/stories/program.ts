import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Countersign } from "../../src/routes/countersign.ts";
import { countersignAtHand } from "../adapters/countersign-at-hand.ts";
import { fetchApp } from "../adapters/hosts/fetch-app.ts";
import type { ADA, BOB } from "./people.ts";

/**
 * A program with our library in it. Two over one database share nothing else, and so are two processes,
 * or two hosts, that a test has in its hand.
 */
export interface Program {
  readonly cs: Countersign;
  /** As a script asks. `/wall` reads the user; `/id` takes their id alone, with `load: false`. */
  get(path: string, cookie: string): Promise<Response>;
  post(path: string, cookie: string, value?: unknown): Promise<Response>;
  /** The cookie with which somebody leaves who has just registered, or logged in. */
  register(who: Who): Promise<string>;
  logIn(who: Who): Promise<string>;
  logOut(cookie: string): Promise<void>;
}

type Who = typeof ADA | typeof BOB;

export const program = async (
  t: Pick<TestContext, "after">,
  database: string,
): Promise<Program> => {
  const cs = countersignAtHand(t, undefined, { database });
  await cs.ready();
  const app = fetchApp(cs);
  const ask = async (path: string, init: RequestInit): Promise<Response> =>
    app(new Request(`http://app.test${path}`, init));
  const post = (path: string, cookie: string, value: unknown = {}): Promise<Response> =>
    ask(path, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "Sec-Fetch-Site": "same-origin",
        Cookie: cookie,
      },
      body: JSON.stringify(value),
    });
  const enter = async (path: string, who: Who): Promise<string> => {
    const answer = await post(path, "", who);
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  };
  return {
    cs,
    get: (path, cookie) => ask(path, { headers: { Accept: "application/json", Cookie: cookie } }),
    post,
    register: (who) => enter("/account/register", who),
    logIn: (who) => enter("/account/login", who),
    async logOut(cookie) {
      const answer = await post("/account/logout", cookie);
      assert.equal(answer.status, 204);
    },
  };
};
