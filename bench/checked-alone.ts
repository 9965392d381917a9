// What `requireUser(cs, { load: false })` does about a request, without the request: from the Cookie header to the
// user's id. In a process of its own (`ask-process.ts`), told how many rounds: answers once with `CheckedAlone`.
import { createHmac, randomBytes } from "node:crypto";
import { currentUserId } from "../src/account/current-user-id.ts";
import { sessionsOnly } from "../src/assembly/sessions-only.ts";
import { memoryRegister } from "../src/registers/memory-register.ts";
import { closeVisit } from "../src/routes/close-visit.ts";
import { openVisit } from "../src/routes/open-visit.ts";
import type { SessionContext } from "../src/routes/session-context.ts";
import { contextOf } from "../src/routes/sessions-only.ts";
import { logInAs } from "../src/sessions/log-in-as.ts";

/** Of one request, in microseconds, turn by turn. */
export interface CheckedAlone {
  /** Whose cookie comes as if for the first time. */
  readonly anew: readonly number[];
  /** An HMAC-SHA-256 of the same bytes: the mean of the turns before and after. */
  readonly hmac: readonly number[];
}

/** More than the memory of verified tokens holds. */
const VISITORS = 2_048;
/** Turns before anything counts: until the compiler has seen enough. */
const WARM_UP = 12;

const VISITOR = { request: new Request("https://bench.example/"), requestId: "bench" };
const nobody = (): undefined => undefined;

/** Logs somebody in; the Cookie header with which they come back. */
const enter = async (context: SessionContext, userId: number): Promise<Headers> => {
  const session = await openVisit(context, new Headers(), VISITOR.requestId, nobody);
  await logInAs(session, userId);
  const answer = await closeVisit(context, VISITOR, session, new Response());
  const cookie = answer.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
  return new Headers({ cookie });
};

/** Processor time in microseconds a header, one after the other. */
const costOf = <Header>(act: (header: Header) => void, headers: readonly Header[]): number => {
  const before = process.cpuUsage();
  for (const header of headers) act(header);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / headers.length;
};

const measure = async (rounds: number): Promise<CheckedAlone> => {
  const cs = sessionsOnly({
    secrets: [randomBytes(32).toString("base64url")],
    register: memoryRegister(),
  });
  const context = await contextOf(cs);
  const headers: Headers[] = [];
  while (headers.length < VISITORS) headers.push(await enter(context, headers.length + 1));
  const tokens = headers.map((each) => each.get("cookie")!.split("=", 2)[1]!);

  const check = (each: Headers): void => {
    const session = openVisit(context, each, VISITOR.requestId, nobody);
    const isIn = !(session instanceof Promise) && currentUserId(session) !== undefined;
    if (!isIn) throw new Error("a login was not let in at once");
  };
  const key = randomBytes(32);
  const sign = (token: string): void => {
    createHmac("sha256", key).update(token).digest("base64url");
  };

  const [anew, hmac]: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const before = costOf(sign, tokens);
    const ours = costOf(check, headers);
    const after = costOf(sign, tokens);
    if (round < 0) continue;
    anew.push(ours);
    hmac.push((before + after) / 2);
  }
  await cs.close();
  return { anew, hmac };
};

process.once("message", async ({ rounds }: { readonly rounds: number }) => {
  process.send?.(await measure(rounds));
  process.disconnect?.();
});
