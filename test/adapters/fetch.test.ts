import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { Log } from "../../src/account/log.ts";
import { CountersignError, isCountersignError } from "../../src/errors/countersign-error.ts";
import { accountPages, requireUser, sessions } from "../../src/fetch.ts";
import type { Session } from "../../src/sessions/session.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { spoilPages } from "./spoiled-pages.ts";
import { PASSWORD } from "./visitor.ts";

const ORIGIN = "http://app.test";

const request = (path: string, cookie?: string, init: RequestInit = {}): Request =>
  new Request(ORIGIN + path, { headers: cookie ? { Cookie: cookie } : {}, ...init });

const cookieOf = (response: Response): string =>
  response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";

const ADA = { username: "ada", password: PASSWORD };

const registration = (): Request =>
  request("/account/register", undefined, { method: "POST", body: new URLSearchParams(ADA) });

test("what a framework passes beside the request reaches the handler", async (t) => {
  const cs = countersignAtHand(t);
  // As Next.js calls a route.
  const GET = sessions(cs)(
    async (_request, { session, requestId }, context: { params: Promise<{ id: string }> }) => {
      const { id } = await context.params;
      session.set("seen", id);
      return Response.json({ id, requestId });
    },
  );
  const response = await GET(request("/posts/7"), { params: Promise.resolve({ id: "7" }) });
  const { id, requestId } = (await response.json()) as { id: string; requestId: string };
  assert.equal(id, "7");
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  assert.equal(response.headers.getSetCookie().length, 1);

  const wall = requireUser(cs)((_request, { user }, ...words: [string, number]) =>
    Response.json([user.username, ...words]),
  );
  const cookie = cookieOf(await accountPages(cs)(registration(), { params: {} }));
  assert.deepEqual(await (await wall(request("/wall", cookie), "a", 1)).json(), ["ada", "a", 1]);
});

test("what is none of our paths is 404, or somebody else's to answer", async (t) => {
  const cs = countersignAtHand(t);
  const headers = { Accept: "application/json" };
  const strict = await accountPages(cs)(request("/elsewhere", undefined, { headers }));
  assert.equal(strict.status, 404);
  assert.equal(((await strict.json()) as { code: string }).code, "request.not-found");

  let seen: Session | undefined;
  const inner = sessions(cs)((_request, { session }) => {
    seen = session;
    session.set("a", 1);
    return new Response("elsewhere");
  });
  const pages = accountPages(cs, { otherwise: inner });
  const response = await pages(request("/elsewhere"));
  assert.equal(await response.text(), "elsewhere");
  assert.equal(response.headers.getSetCookie().length, 1);
  assert.equal(seen?.get("a"), 1);
  assert.equal((await pages(request("/account/login"))).status, 200);
  const modest = accountPages(cs, { otherwise: () => undefined });
  assert.equal((await modest(request("/elsewhere"))).status, 404);
});

test("functions of ours inside one another share one session", async (t) => {
  const cs = countersignAtHand(t);
  const cookie = cookieOf(await accountPages(cs)(registration()));
  const wall = requireUser(cs)((_request, { session, user }) =>
    Response.json([user.username, session.get("outer")]),
  );
  const outer = sessions(cs)((asked, { session }) => {
    session.set("outer", true);
    return wall(asked);
  });
  const response = await outer(request("/wall", cookie));
  assert.deepEqual(await response.json(), ["ada", true]);
  assert.equal(response.headers.getSetCookie().length, 1);
});

test("an error that is thrown is the framework's and saves nothing; a Response that is thrown is an answer", async (t) => {
  const cs = countersignAtHand(t);
  const bug = new Error("a redirect in the words of some framework");
  let late: Session | undefined;
  const throws = sessions(cs)((_request, { session }) => {
    session.set("a", 1);
    late = session;
    throw bug;
  });
  await assert.rejects(throws(request("/")), bug);
  assert.throws(() => late?.set("a", 2), { code: "session.too-late" });

  const redirects = sessions(cs)((_request, { session }) => {
    session.set("a", 1);
    throw Response.redirect(`${ORIGIN}/elsewhere`);
  });
  const thrown = await redirects(request("/")).catch((response: Response) => response);
  assert.equal(thrown.status, 302);
  assert.equal(thrown.headers.getSetCookie().length, 1);
});

test("the list of devices has the address that the host knows, and none if it knows none", async (t) => {
  for (const [options, expected] of [
    [{ address: () => "203.0.113.7" }, "203.0.113.7"],
    [{}, null],
    // As from a header that it hands on unread.
    [{ address: () => "A".repeat(9_000) }, "A".repeat(64)],
  ] as const) {
    const database = join(temporaryFolder(t), "app.db");
    const cs = countersignAtHand(t, database);
    assert.equal((await accountPages(cs, options)(registration())).status, 303);
    const rows = new DatabaseSync(database, { readOnly: true });
    t.after(() => rows.close());
    const [row] = rows.prepare("select address from countersign_sessions").all();
    assert.equal(row?.["address"], expected);
  }
});

test("a handler's own error is passed on, and is in the log where a storage that fails is answered instead", async (t) => {
  const database = join(temporaryFolder(t), "app.db");
  const lines: Record<string, unknown>[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (fields) => lines.push(fields),
    isLevelEnabled: () => false,
  };
  const cs = countersignAtHand(t, database, { log });
  const cookie = cookieOf(await accountPages(cs)(registration()));
  const own = new Error("the host's own words");
  const wraps = sessions(cs)((_request, { session }) => {
    try {
      session.get("basket");
    } catch {}
    throw own;
  });
  const GET = (): Promise<Response> => wraps(request("/", cookie));
  await assert.rejects(GET, own);
  assert.equal(lines.length, 0);

  const pages = spoilPages(database);
  const answer = await GET();
  pages.mend();
  assert.equal(answer.status, 503);
  assert.equal(lines[0]?.["err"], own);
  assert.ok(isCountersignError(lines[1]?.["err"], "storage.unavailable"));
});

test("server.busy that comes out of a handler is 503, as it is out of our pages", async (t) => {
  const cs = countersignAtHand(t);
  const busy = sessions(cs)(() => {
    throw new CountersignError("server.busy", "too many hashes");
  });
  assert.equal((await busy(request("/"))).status, 503);
  const malformed = new CountersignError("signing.malformed", "not text");
  const broken = sessions(cs)(() => {
    throw malformed;
  });
  await assert.rejects(broken(request("/")), malformed);
});
