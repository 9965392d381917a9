import { type AddedCosts, type Cost, createLedger, KINDS, type Kind } from "./added-cost.ts";
import { honoPage } from "./servers/hono-page.ts";
import { ourSessions } from "./servers/our-sessions.ts";
import { beginSessions } from "./visitors.ts";

const ORIGIN = "https://bench.example";
const TURN = 2_048;
/** Before anything counts: until the compiler has seen enough. */
const WARM_UP = 10;

type Page = (request: Request) => Response | Promise<Response>;

/**
 * What one engine adds in this very process, without sockets and a server: the page is called as a
 * function, by visitors who take turns.
 */
export const addedInProcess = async (engine: string, rounds: number): Promise<AddedCosts> => {
  const cs = await ourSessions(engine);
  const page: Page = honoPage(cs).fetch;
  const bare: Page = honoPage(undefined).fetch;
  const { many, few, users } = await beginSessions(ORIGIN, true, async (url, headers) =>
    page(new Request(url, { headers })),
  );
  const requests: Readonly<Record<Kind, readonly Request[]>> = {
    read: asked("/read", many),
    again: asked("/read", few),
    user: asked("/read", users),
    write: asked("/write", many),
  };
  const ledger = createLedger();
  for (let round = -WARM_UP; round < rounds; round += 1) {
    let before = await costOf(bare, requests.read);
    for (const kind of KINDS) {
      const cost = await costOf(page, requests[kind]);
      const after = await costOf(bare, requests.read);
      if (round >= 0) ledger.enter(kind, cost, before, after);
      before = after;
    }
  }
  await cs?.close();
  return ledger.added();
};

const asked = (path: string, cookies: readonly string[]): readonly Request[] =>
  Array.from({ length: TURN }, (_, at) => {
    const cookie = cookies[at % cookies.length]!;
    return new Request(ORIGIN + path, { headers: { cookie } });
  });

const costOf = async (page: Page, requests: readonly Request[]): Promise<Cost> => {
  const usage = process.cpuUsage();
  const began = performance.now();
  for (const request of requests) await page(request);
  const clock = ((performance.now() - began) * 1_000) / requests.length;
  const { user, system } = process.cpuUsage(usage);
  return { processor: (user + system) / requests.length, clock };
};
