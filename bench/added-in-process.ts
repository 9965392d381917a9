import { createHmac } from "node:crypto";
import { type AddedCosts, ASKED, type Asked, createLedger } from "./added-cost.ts";
import { type Spread, spread } from "./figures.ts";
import { honoPage } from "./servers/hono-page.ts";
import { ourSessions } from "./servers/our-sessions.ts";
import { VISITOR } from "./servers/visitor.ts";
import { type Ask, beginSessions } from "./visitors.ts";

const ORIGIN = "https://bench.example";
const TURN = 2_048;
/** Before anything counts: until the compiler has seen enough. */
const WARM_UP = 10;

type Page = (request: Request) => Response | Promise<Response>;

export interface InProcess {
  readonly added: AddedCosts;
  /** What an HMAC and a JSON parse of the bytes of such a cookie take: what no signed cookie can do without. */
  readonly check: Spread;
}

/**
 * What one engine adds in this very process, without sockets and a server: Hono's page is called as a
 * function, by visitors who take turns.
 */
export const addedInProcess = async (
  engine: string,
  rounds: number,
  costs: readonly Asked[] = ASKED,
): Promise<InProcess> => {
  const cs = await ourSessions(engine);
  const page: Page = honoPage(cs).fetch;
  const bare: Page = honoPage(undefined).fetch;
  const ask: Ask = async (url, headers) => page(new Request(url, { headers }));
  const { many, few, users } = await beginSessions(ORIGIN, costs.includes("user"), ask);
  const requests: Readonly<Record<Asked, readonly Request[]>> = {
    read: requestsTo("/read", many),
    again: requestsTo("/read", few),
    user: requestsTo("/read", users),
    write: requestsTo("/write", many),
  };
  const ledger = createLedger();
  const checks: number[] = [];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const check = await costOf(checkSignature, requests.read);
    if (round >= 0) checks.push(check);
    let before = await costOf(bare, requests.read);
    for (const cost of costs) {
      const microseconds = await costOf(page, requests[cost]);
      const after = await costOf(bare, requests.read);
      if (round >= 0) ledger.enter(cost, microseconds, before, after);
      before = after;
    }
  }
  await cs?.close();
  return { added: ledger.added(), check: spread(checks) };
};

const requestsTo = (path: string, cookies: readonly string[]): readonly Request[] =>
  Array.from({ length: TURN }, (_, at) => {
    const cookie = cookies[at % cookies.length] ?? "";
    return new Request(ORIGIN + path, { headers: { cookie } });
  });

const checkSignature = ({ headers }: Request): Response => {
  const cookie = headers.get("cookie") ?? "";
  createHmac("sha256", SOME_KEY).update(cookie).digest("base64url");
  JSON.parse(SOME_JSON);
  return NO_ANSWER;
};

const SOME_KEY = Buffer.alloc(32);
const SOME_JSON = JSON.stringify({ ...VISITOR, _sid: "0".repeat(22) });
const NO_ANSWER = new Response();

/** Processor time in microseconds a request, one after the other. */
const costOf = async (page: Page, requests: readonly Request[]): Promise<number> => {
  const before = process.cpuUsage();
  for (const request of requests) await page(request);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests.length;
};
