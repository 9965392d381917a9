import { createHmac } from "node:crypto";
import {
  type AddedCosts,
  type Cost,
  type CostSpread,
  createLedger,
  KINDS,
  type Kind,
  spreads,
} from "./added-cost.ts";
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
  readonly check: CostSpread;
}

/**
 * What one engine adds in this very process, without sockets and a server: Hono's page is called as a
 * function, by visitors who take turns.
 */
export const addedInProcess = async (
  engine: string,
  rounds: number,
  kinds: readonly Kind[] = KINDS,
): Promise<InProcess> => {
  const cs = await ourSessions(engine);
  const page: Page = honoPage(cs).fetch;
  const bare: Page = honoPage(undefined).fetch;
  const ask: Ask = async (url, headers) => page(new Request(url, { headers }));
  const { many, few, users } = await beginSessions(ORIGIN, kinds.includes("user"), ask);
  const requests: Readonly<Record<Kind, readonly Request[]>> = {
    read: asked("/read", many),
    again: asked("/read", few),
    user: asked("/read", users),
    write: asked("/write", many),
  };
  const ledger = createLedger();
  const checks: Cost[] = [];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const check = await costOf(checkSignature, requests.read);
    if (round >= 0) checks.push(check);
    let before = await costOf(bare, requests.read);
    for (const kind of kinds) {
      const cost = await costOf(page, requests[kind]);
      const after = await costOf(bare, requests.read);
      if (round >= 0) ledger.enter(kind, cost, before, after);
      before = after;
    }
  }
  await cs?.close();
  return { added: ledger.added(), check: spreads(checks) };
};

const asked = (path: string, cookies: readonly string[]): readonly Request[] =>
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

const costOf = async (page: Page, requests: readonly Request[]): Promise<Cost> => {
  const usage = process.cpuUsage();
  const began = performance.now();
  for (const request of requests) await page(request);
  const clock = ((performance.now() - began) * 1_000) / requests.length;
  const { user, system } = process.cpuUsage(usage);
  return { processor: (user + system) / requests.length, clock };
};
