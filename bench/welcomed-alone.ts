// What our site does about a request for `/welcome`, without a server, over the same page by bare Hono that reads the
// same user. Asked once how many rounds (`ask-once.ts`).
import { closeVisit } from "../src/routes/close-visit.ts";
import { openVisit } from "../src/routes/open-visit.ts";
import { answerRequest } from "../src/site/answer-request.ts";
import { siteLog } from "../src/site/site-log.ts";
import { honoPage } from "./servers/hono-page.ts";
import { begin, ourSessions } from "./servers/our-sessions.ts";
import { type TurnsAlone, takeTurns } from "./turns-alone.ts";

/** So few that each was seen a moment ago, as somebody who goes from page to page. */
const VISITORS = 64;
const TURN = 512;
const ORIGIN = "https://bench.example";

const measure = async (rounds: number): Promise<TurnsAlone> => {
  const cs = (await ourSessions("signedCookie"))!;
  const context = cs.context!;
  const site = {
    context,
    log: siteLog({ logLevel: "silent", workers: 1 }),
    checksHost: false,
    isDraining: false,
  };
  const cookies: string[] = [];
  while (cookies.length < VISITORS) {
    const visit = { request: new Request(ORIGIN), requestId: "bench" };
    const { headers } = visit.request;
    const session = await openVisit(context, headers, visit.requestId, () => undefined);
    await begin(cs, session, "user");
    const answer = await closeVisit(context, visit, session, new Response());
    cookies.push(answer.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "");
  }
  const asked = Array.from({ length: TURN }, (_, at) => {
    const cookie = cookies[at % VISITORS]!;
    return new Request(`${ORIGIN}/welcome`, { headers: { cookie } });
  });
  const ours = (request: Request) => answerRequest(site, request, () => "127.0.0.1");
  const first = await ours(asked[0]!);
  if (first.status !== 200) throw new Error(`/welcome was answered with ${first.status}`);
  const bare = { act: honoPage(undefined).fetch as (request: Request) => unknown, of: asked };
  const turns = await takeTurns(rounds, { act: ours, of: asked }, bare);
  await cs.close();
  return turns;
};

process.once("message", async ({ rounds }: { readonly rounds: number }) => {
  process.send?.(await measure(rounds));
  process.disconnect?.();
});
