// What `requireUser(cs, { load: false })` does about a request, without the request: from the Cookie header to the
// user's id, over an HMAC-SHA-256 of the same token. Asked once how many rounds (`ask-once.ts`).
import { createHmac, randomBytes } from "node:crypto";
import { currentUserId } from "../src/account/current-user-id.ts";
import { sessionsOnly } from "../src/assembly/sessions-only.ts";
import { memoryRegister } from "../src/registers/memory-register.ts";
import type { RequestHeaders } from "../src/requests/request-head.ts";
import { closeVisit } from "../src/routes/close-visit.ts";
import { openVisit } from "../src/routes/open-visit.ts";
import type { SessionContext } from "../src/routes/session-context.ts";
import { contextOf } from "../src/routes/sessions-only.ts";
import { logInAs } from "../src/sessions/log-in-as.ts";
import { type TurnsAlone, takeTurns } from "./turns-alone.ts";

/** More than the memory of verified tokens holds, so that each comes as if for the first time. */
const VISITORS = 2_048;

const VISIT = { request: new Request("https://bench.example/"), requestId: "bench" };
const nobody = (): undefined => undefined;

/** As a server hands them over, which keeps what it has parsed in a record. */
const headersWith = (cookie: string): RequestHeaders => {
  const record: Readonly<Record<string, string>> = { host: "bench.example", cookie };
  return { get: (name) => record[name] ?? null, has: (name) => name in record };
};

/** Logs somebody in; the headers with which they come back. */
const enter = async (context: SessionContext, userId: number): Promise<RequestHeaders> => {
  const session = await openVisit(context, new Headers(), VISIT.requestId, nobody);
  await logInAs(session, userId);
  const answer = await closeVisit(context, VISIT, session, new Response());
  const cookie = answer.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  return headersWith(cookie);
};

const measure = async (rounds: number): Promise<TurnsAlone> => {
  const cs = sessionsOnly({
    secrets: [randomBytes(32).toString("base64url")],
    register: memoryRegister(),
  });
  const context = await contextOf(cs);
  const visitors: RequestHeaders[] = [];
  while (visitors.length < VISITORS) visitors.push(await enter(context, visitors.length + 1));
  const check = (headers: RequestHeaders): void => {
    const session = openVisit(context, headers, VISIT.requestId, nobody);
    const isIn = !(session instanceof Promise) && currentUserId(session) !== undefined;
    if (!isIn) throw new Error("a login was not let in at once");
  };
  const key = randomBytes(32);
  const sign = (token: string): void => {
    createHmac("sha256", key).update(token).digest();
  };
  const tokens = visitors.map((headers) => headers.get("cookie")!.split("=", 2)[1]!);
  const turns = await takeTurns(rounds, { act: check, of: visitors }, { act: sign, of: tokens });
  await cs.close();
  return turns;
};

process.once("message", async ({ rounds }: { readonly rounds: number }) => {
  process.send?.(await measure(rounds));
  process.disconnect?.();
});
