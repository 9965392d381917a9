import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { german } from "../../src/pages/german.ts";
import { type Answer, form, send } from "../stories/send.ts";
import { spoilPages } from "./spoiled-pages.ts";
import { PASSWORD, visitor } from "./visitor.ts";

/** A host that listens, and where its users and logins are kept. */
export interface ListeningHost {
  readonly url: string;
  readonly database: string;
}

type Chapter = (host: ListeningHost) => Promise<void>;

const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

/** What must be so in every framework; each title is a promise. */
export const story: Readonly<Record<string, Chapter>> = {
  "the pages live under their prefix, link and lead within it": async ({ url }) => {
    const { get } = visitor(url);
    const page = await get("/account/login");
    assert.equal(page.status, 200);
    assert.match(page.headers["content-type"] ?? "", /^text\/html/);
    assert.match(page.text, /action="\/account\/login"/);
    for (const [, path = ""] of page.text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)) {
      assert.match(path, /^\/account\//);
      assert.equal((await get(path)).status, 200, path);
    }
    assert.equal((await get("/account/nowhere")).status, 404);
    assert.equal((await get("/login")).status, 404);
    assert.equal((await get("/accountant/login")).status, 404);
    assert.equal((await get("/account/login?next=%00")).status, 400);
    assert.equal((await get("/account")).status, 200);
    assert.equal((await get("/account/")).status, 200);
  },

  "pages, problems and guards speak the language that is asked for": async ({ url }) => {
    const headers = { "Accept-Language": "de-CH, en;q=0.5" };
    const page = await send(url, { path: "/account/login", headers });
    assert.match(page.text, /<html lang="de">.*<h1>Anmelden<\/h1>/s);
    assert.equal(page.headers["content-language"], "de");
    assert.match(page.headers.vary ?? "", /Accept-Language/);
    const refused = await send(url, {
      path: "/wall",
      headers: { ...headers, Accept: "application/json" },
    });
    const { code, detail } = refused.json() as { code: string; detail: string };
    assert.deepEqual([code, detail], ["session.required", german.problems["session.required"]]);
    assert.match((await send(url, { path: "/account/login" })).text, /<html lang="en">/);
  },

  "one registers, is greeted, logs out and in again": async ({ url }) => {
    const ada = visitor(url);
    const registered = await ada.register();
    assert.equal(registered.headers.location, "/account/welcome");
    assert.equal(registered.setCookies.length, 1);
    assert.match(registered.setCookies[0] ?? "", /; Path=\/; HttpOnly; SameSite=Lax$/);
    assert.match((await ada.get("/account/welcome")).text, new RegExp(ada.username));

    const before = ada.cookie;
    const out = await ada.post("/account/logout");
    assert.deepEqual([out.status, out.headers.location], [303, "/account/"]);
    assert.equal(ada.cookie, undefined);
    ada.cookie = before;
    assert.equal((await ada.get("/account/welcome")).status, 303, "it ended on the server too");

    const fields = { username: ada.username, password: PASSWORD, next: "/wall" };
    const wrong = await ada.post("/account/login", { ...fields, password: "six green apples" });
    assert.equal(wrong.status, 401);
    assert.ok(wrong.text.includes(ada.username) && !wrong.text.includes("six green"));
    const back = await ada.post("/account/login", fields);
    assert.deepEqual([back.status, back.headers.location], [303, "/wall"]);
    assert.equal((await ada.get("/wall")).text, `Hello ${ada.username}`);
  },

  "one changes the password, stays logged in, and deletes the account": async ({ url }) => {
    const ada = visitor(url);
    await ada.register();
    const before = ada.cookie;
    const newPassword = "six yellow pears";
    const changed = await ada.post("/account/password", { password: PASSWORD, newPassword });
    assert.deepEqual(
      [changed.status, changed.headers.location],
      [303, "/account/password?did=change"],
    );
    assert.notEqual(ada.cookie, before);
    assert.match((await ada.get("/account/welcome")).text, new RegExp(ada.username));
    const wrong = await ada.post("/account/delete", { password: PASSWORD });
    assert.equal(wrong.status, 422);
    const gone = await ada.post("/account/delete", { password: newPassword });
    assert.equal(gone.headers.location, "/account/delete?did=delete");
    assert.equal((await ada.get("/account/welcome")).status, 303);
    const fields = { username: ada.username, password: newPassword };
    assert.equal((await ada.post("/account/login", fields)).status, 401);
    assert.equal((await ada.get("/account/forgot")).status, 404, "no mails are sent here");
  },

  "each page has its twin in JSON": async ({ url }) => {
    const ada = visitor(url);
    const post = async (path: string, value: unknown) => {
      const body = typeof value === "string" ? value : JSON.stringify(value);
      const headers = {
        "Content-Type": "application/json",
        ...(ada.cookie ? { Cookie: ada.cookie } : {}),
      };
      const answer = await send(url, { path, headers, body });
      ada.cookie = answer.setCookies[0]?.split(";", 1)[0] ?? ada.cookie;
      return answer;
    };
    const fields = { username: ada.username, password: PASSWORD };
    const registered = await post("/account/register", fields);
    assert.equal(registered.status, 201);
    const { user } = registered.json() as { user: { username: string } };
    assert.equal(user.username, ada.username);
    assert.deepEqual((await ada.getJson("/account/welcome")).json(), { user });
    const session = await ada.getJson("/account/session");
    assert.deepEqual((session.json() as { user: unknown }).user, user);
    assert.equal(codeOf(await post("/account/login", "{broken")), "request.malformed");
    assert.equal(codeOf(await post("/account/login", { username: ["a"] })), "request.malformed");
    assert.equal(
      codeOf(await post("/account/login", { ...fields, password: "no" })),
      "login.no-match",
    );
    assert.equal((await post("/account/login", fields)).status, 200);
    const out = await send(url, {
      method: "POST",
      path: "/account/logout",
      headers: { Accept: "application/json", Cookie: ada.cookie ?? "" },
    });
    assert.equal(out.status, 204);
    assert.match(out.setCookies[0] ?? "", /^session=; Max-Age=0;/);
  },

  "one sees where one is logged in, and ends one of them, or all others": async ({ url }) => {
    const ada = visitor(url);
    await ada.register();
    const others = [0, 1, 2].map(() => visitor(url));
    const fields = { username: ada.username, password: PASSWORD };
    for (const other of others) await other.post("/account/login", fields);
    const [phone, laptop] = others;
    const page = await ada.get("/account/sessions");
    assert.equal(page.status, 200);
    assert.match(page.text, /action="\/account\/sessions\/end-others"/);
    const paths = [...page.text.matchAll(/action="(\/account\/sessions\/[\w-]+\/end)"/g)];
    assert.equal(paths.length, 3);

    type Own = { id: string; isCurrent: boolean; address: string | null };
    const { sessions } = (await phone!.getJson("/account/sessions")).json() as { sessions: Own[] };
    const own = sessions.find(({ isCurrent }) => isCurrent);
    const ended = await ada.post(`/account/sessions/${own?.id}/end`);
    assert.deepEqual([ended.status, ended.headers.location], [303, "/account/sessions"]);
    assert.equal((await phone!.get("/wall")).status, 303);
    assert.equal((await laptop!.get("/wall")).status, 200);

    const again = await ada.post(`/account/sessions/${own?.id}/end`);
    assert.equal(again.status, 404);
    assert.match(again.text, /has ended already/);
    assert.equal((await ada.get("/account/sessions/x/end")).status, 405);
    assert.equal((await ada.get("/account/sessions/x")).status, 404);

    const { cookie } = ada;
    const out = await ada.post("/account/sessions/end-others");
    assert.deepEqual([out.status, out.headers.location], [303, "/account/sessions"]);
    assert.notEqual(ada.cookie, cookie);
    for (const other of others) assert.equal((await other.get("/wall")).status, 303);
    assert.equal((await ada.get("/wall")).status, 200);
  },

  "what comes from another site, or is no form, is refused": async ({ url }) => {
    const ada = visitor(url);
    const fields = { username: ada.username, password: PASSWORD };
    const post = (headers: Record<string, string>, body: string = form(fields)) =>
      ada.post("/account/register", {}, headers).then(() =>
        send(url, {
          path: "/account/register",
          headers: { Accept: "text/html", ...headers },
          body,
        }),
      );
    const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
    const statuses = [
      await post({ ...FORM, Origin: "https://evil.example" }),
      await post({ "Content-Type": "text/plain" }),
      await post(FORM, "username=a&username=b"),
      await post(FORM, `username=${"a".repeat(20_000)}`),
      await post(FORM, `username=${"a".repeat(100_000)}`),
      await post(FORM, "a=1&".repeat(33)),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [403, 415, 400, 413, 413, 413]);
    assert.equal((await send(url, { method: "PUT", path: "/account/login" })).status, 405);
    assert.equal((await ada.register()).status, 303);
  },

  "a session that a handler writes is saved, and leaves with its answer": async ({ url }) => {
    const guest = visitor(url);
    const first = await guest.get("/count");
    assert.deepEqual(first.json(), { count: 1 });
    assert.equal(first.setCookies.length, 1);
    assert.equal(first.headers.vary, "Cookie");
    assert.equal(first.headers["cache-control"], "no-store");
    assert.deepEqual((await guest.get("/count")).json(), { count: 2 });
    const read = await guest.get("/read");
    assert.deepEqual([read.text, read.setCookies, read.headers.vary], ["2", [], "Cookie"]);
    await guest.register();
    assert.equal((await guest.get("/read")).text, "2", "what was gathered before the login stays");
  },

  "a page that never touches the session has no cookie and no Vary": async ({ url }) => {
    const ada = visitor(url);
    await ada.register();
    const { cookie } = ada;
    for (const sent of [undefined, cookie, "session=forged"]) {
      ada.cookie = sent;
      const answer = await ada.get("/");
      assert.equal(answer.text, "never asks who you are");
      assert.deepEqual(answer.setCookies, []);
      assert.equal(answer.headers.vary, undefined);
      assert.equal(answer.headers["cache-control"], undefined);
    }
    ada.cookie = "session=forged";
    const forged = await ada.get("/read");
    assert.match(forged.setCookies[0] ?? "", /^session=; Max-Age=0;/);
    assert.equal(forged.text, "none");
  },

  "requireUser lets who is logged in through, and sends the others to log in and back": async ({
    url,
  }) => {
    const ada = visitor(url);
    const stranger = await ada.get("/wall?page=2");
    assert.equal(stranger.status, 303);
    assert.equal(stranger.headers.location, "/account/login?next=%2Fwall%3Fpage%3D2");
    const json = await ada.getJson("/wall");
    assert.deepEqual([json.status, codeOf(json)], [401, "session.required"]);
    // There is nothing to come back to after a POST.
    assert.equal((await ada.post("/wall")).headers.location, "/account/login");
    await ada.register();
    const welcome = await ada.get("/wall?page=2");
    assert.deepEqual([welcome.status, welcome.text], [200, `Hello ${ada.username}`]);
    assert.equal(welcome.headers.vary, "Cookie");
    assert.equal((await ada.post("/wall")).status, 200);
  },

  "requireUser with load: false lets the same people through, and tells their id alone": async ({
    url,
  }) => {
    const ada = visitor(url);
    const stranger = await ada.get("/id?page=2");
    assert.equal(stranger.status, 303);
    assert.equal(stranger.headers.location, "/account/login?next=%2Fid%3Fpage%3D2");
    const json = await ada.getJson("/id");
    assert.deepEqual([json.status, codeOf(json)], [401, "session.required"]);
    assert.equal((await ada.post("/id")).headers.location, "/account/login");
    await ada.register();
    const { user } = (await ada.getJson("/account/welcome")).json() as { user: { id: number } };
    const known = await ada.get("/id");
    assert.deepEqual([known.status, known.json()], [200, { id: user.id, isLoaded: false }]);
    assert.equal(known.headers.vary, "Cookie");
    assert.equal((await ada.post("/id")).status, 200);
    const { cookie } = ada;
    await ada.post("/account/logout");
    ada.cookie = cookie;
    const ended = await ada.get("/id");
    assert.deepEqual([ended.status, ended.headers.location], [303, "/account/login?next=%2Fid"]);
    assert.match(ended.setCookies[0] ?? "", /^session=; Max-Age=0;/);
  },

  "a redirect carries the cookie": async ({ url }) => {
    const guest = visitor(url);
    const answer = await guest.get("/redirect");
    assert.equal(answer.status, 302);
    assert.match(answer.headers.location ?? "", /^(?:http:\/\/[^/]*)?\/read$/);
    assert.equal(answer.setCookies.length, 1);
    assert.equal((await guest.get("/read")).text, "1");
  },

  "a streamed answer carries the cookie, and writing after its head is session.too-late": async ({
    url,
  }) => {
    const guest = visitor(url);
    const answer = await guest.get("/streams");
    assert.equal(answer.text, "head, session.too-late");
    assert.equal(answer.setCookies.length, 1);
    assert.equal((await guest.get("/read")).text, "1");
  },

  "an answer of 5xx saves nothing, whether returned or thrown": async ({ url }) => {
    const guest = visitor(url);
    await guest.get("/count");
    for (const path of ["/fails", "/throws"]) {
      const answer = await guest.get(path);
      assert.equal(answer.status, 500, path);
      assert.deepEqual(answer.setCookies, [], path);
      assert.equal((await guest.get("/read")).text, "1", path);
    }
  },

  "HEAD is answered as GET is, without a body": async ({ url }) => {
    const ada = visitor(url);
    const page = await ada.head("/account/login");
    assert.deepEqual([page.status, page.text], [200, ""]);
    assert.match(page.headers["content-type"] ?? "", /^text\/html/);
    assert.equal((await ada.head("/wall")).headers.location, "/account/login?next=%2Fwall");
    await ada.register();
    // Some browsers and proxies look ahead with it: it logs nobody out.
    assert.equal((await ada.head("/account/logout")).status, 200);
    const welcome = await ada.head("/account/welcome");
    assert.deepEqual([welcome.status, welcome.text], [200, ""]);
    const wall = await ada.head("/wall");
    assert.deepEqual([wall.status, wall.text, wall.headers.vary], [200, "", "Cookie"]);
  },

  "flush in a handler ends the login on the server and in the browser": async ({ url }) => {
    const ada = visitor(url);
    await ada.register();
    const { cookie } = ada;
    const answer = await ada.get("/forget");
    assert.match(answer.setCookies[0] ?? "", /^session=; Max-Age=0;/);
    ada.cookie = cookie;
    assert.equal((await ada.get("/wall")).status, 303);
  },

  "a save that fails is 503 in place of the handler's answer, and nothing was done": async ({
    url,
    database,
  }) => {
    const ada = visitor(url);
    await ada.register();
    const { cookie } = ada;
    const writer = new DatabaseSync(database);
    writer.exec("begin immediate");
    const answers = await Promise.all([ada.getJson("/forget"), ada.post("/account/logout")]);
    writer.exec("rollback");
    writer.close();
    for (const answer of answers) {
      assert.equal(answer.status, 503);
      assert.equal(answer.headers["retry-after"], "5");
      assert.deepEqual(answer.setCookies, []);
      assert.ok(!answer.text.includes("bye"));
      assert.equal(answer.headers.location, undefined);
    }
    assert.equal(codeOf(answers[0]!), "storage.unavailable");
    assert.equal(ada.cookie, cookie);
    assert.equal((await ada.get("/wall")).status, 200, "still logged in, as was said");
    assert.equal((await ada.get("/forget")).status, 200);
    ada.cookie = cookie;
    assert.equal((await ada.get("/wall")).status, 303);
  },

  "a read that fails is 503 in place of the handler's answer, and nobody is logged out": async ({
    url,
    database,
  }) => {
    const ada = visitor(url);
    await ada.register();
    await ada.get("/count");
    const { cookie } = ada;
    const pages = spoilPages(database);
    for (const path of ["/read", "/count", "/forget", "/wall", "/id", "/account/welcome"]) {
      const answer = await ada.getJson(path);
      assert.equal(answer.status, 503, path);
      assert.equal(codeOf(answer), "storage.unavailable", path);
      assert.equal(answer.headers["retry-after"], "5", path);
      assert.deepEqual(answer.setCookies, [], path);
    }
    assert.equal((await ada.get("/")).text, "never asks who you are");
    pages.mend();
    assert.equal(ada.cookie, cookie);
    assert.equal((await ada.get("/wall")).text, `Hello ${ada.username}`);
    assert.equal((await ada.get("/read")).text, "1");
  },
};
