// Over 150 lines because it is one story: everything that a forgotten password and its link go through.
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { smtpMail } from "../../src/mailers/smtp-mail.ts";
import { mailServer } from "../mailers/mail-server.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADDRESS, confirm, mailSite } from "./mail-site.ts";
import { onBothDatabases } from "./on-both-databases.ts";
import { ADA, BOB } from "./people.ts";
import { postman } from "./postman.ts";
import { type Answer, send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

const NEXT = "six yellow pears";

onBothDatabases(
  "a forgotten password is replaced by a link, and everybody is logged out",
  async (t, database) => {
    const { site, post, ada } = await mailSite(t, database);
    const asks = browserLikeClient(site);
    assert.match((await asks.get("/login")).text, /href="\/forgot"/);
    assert.equal((await asks.get("/forgot")).status, 200);
    const sent = await asks.post("/forgot", { username: "ADA" });
    assert.deepEqual([sent.status, sent.headers.location], [303, "/forgot?did=send"]);
    assert.match((await asks.follow(sent)).text, /If there is an account/);

    const mail = await post.next();
    assert.deepEqual([mail.to, mail.subject], [ADDRESS, "Countersign: a new password"]);
    const link = (mail.link ?? "").replace(site.origin, "");
    assert.match(link, /^\/reset\?token=[\w.-]+$/);

    const arrived = await asks.get(link);
    assert.deepEqual([arrived.status, arrived.headers.location], [303, "/reset"]);
    const form = await asks.follow(arrived);
    assert.equal(form.status, 200);
    assert.match(form.text, /For the account ada/);
    const token = link.slice("/reset?token=".length);
    assert.ok(!form.text.includes(token), "the token has left the address and is on no page");

    const weak = await asks.post("/reset", { newPassword: "12345678" });
    assert.equal(weak.status, 422);
    assert.match(weak.text, /id="newPassword-fault"/);
    const set = await asks.post("/reset", { newPassword: NEXT });
    assert.deepEqual([set.status, set.headers.location], [303, "/login?did=reset"]);
    assert.match((await asks.follow(set)).text, /role="status"[^<]*>The new password is set/);
    assert.ok(!JSON.stringify(site.log).includes(token), "nor in the log");
    assert.equal((await asks.get("/welcome")).status, 303, "nobody is logged in by it");
    assert.equal((await ada.get("/welcome")).status, 303, "all sessions have ended");
    const login = (password: string): Promise<Answer> =>
      browserLikeClient(site).post("/login", { username: "ada", password });
    assert.deepEqual([(await login(ADA.password)).status, (await login(NEXT)).status], [401, 303]);
  },
);

onBothDatabases("a link works once, for an hour, and until the next login", async (t, database) => {
  const { site, post, clock } = await mailSite(t, database);
  const ask = async (): Promise<string> => {
    await browserLikeClient(site).post("/forgot", { username: "ada" });
    return post.nextLink();
  };
  const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;
  const reset = (link: string, newPassword: string): Promise<Answer> =>
    browserLikeClient(site).postJson("/reset", {
      token: new URL(link, site.origin).searchParams.get("token") ?? "",
      newPassword,
    });

  const [first, second] = [await ask(), await ask()];
  const used = await Promise.all([reset(first, NEXT), reset(second, "seven grey plums")]);
  assert.deepEqual(used.map(({ status }) => status).sort(), [204, 400], "one of two at once");
  for (const link of [first, second]) {
    const answer = await reset(link, "nine black cherries");
    assert.deepEqual([answer.status, codeOf(answer)], [400, "reset.invalid"]);
    const page = await browserLikeClient(site).get(link);
    assert.equal(page.status, 400);
    assert.match(page.text, /no longer good/);
    assert.match(page.text, /href="\/forgot"/);
    assert.deepEqual(page.setCookies, [], "nothing of a dead link is kept");
  }
  const old = await ask();
  clock.advance(3_601);
  assert.equal((await reset(old, NEXT)).status, 400);

  const password = used[0]?.status === 204 ? NEXT : "seven grey plums";
  const before = await ask();
  clock.advance(1);
  await browserLikeClient(site).post("/login", { username: "ada", password });
  assert.equal((await reset(before, "nine black cherries")).status, 400);
  assert.equal((await reset(await ask(), "nine black cherries")).status, 204);
});

onBothDatabases(
  "a reset proves the address, also in the form that is open; HEAD keeps nothing",
  async (t, database) => {
    const { site, post } = await mailSite(t, database);
    const asks = browserLikeClient(site);
    await asks.post("/forgot", { username: ADDRESS });
    const link = await post.nextLink();
    const head = await send(site.url, { method: "HEAD", path: link });
    assert.deepEqual([head.status, head.setCookies], [303, []]);
    const byAddress = { username: "ADA@example.org", password: NEXT };
    await asks.get(link);
    assert.equal((await asks.post("/reset", { newPassword: NEXT })).status, 303);
    assert.equal((await browserLikeClient(site).post("/login", byAddress)).status, 303);
    // Told there, since it is proven by then, when the password is changed the next time.
    const ada = browserLikeClient(site);
    await ada.post("/login", byAddress);
    await ada.post("/password", { password: NEXT, newPassword: ADA.password });
    assert.equal((await post.next()).subject, "Countersign: your password was changed");
  },
);

test("a link that is tampered with, or is another kind of token, opens nothing (T010)", async (t) => {
  const { site, post, ada, confirmation } = await mailSite(t, async () => undefined);
  await browserLikeClient(site).post("/forgot", { username: "ada" });
  const token = (await post.nextLink()).slice("/reset?token=".length);
  const [id = "", stamp = "", signature = ""] = token.split(".");
  const strange = [
    "",
    `2.${stamp}.${signature}`,
    `${id}.${stamp}0.${signature}`,
    `${id}.${stamp}.${signature.slice(1)}`,
    confirmation.slice("/verify?token=".length),
    ada.jar.get("session") ?? "",
    "x".repeat(3_000),
  ];
  for (const each of strange) {
    const answer = await browserLikeClient(site).postJson("/reset", {
      token: each,
      newPassword: NEXT,
    });
    assert.equal(answer.status, 400, each);
    const page = await send(site.url, { path: `/reset?token=${encodeURIComponent(each)}` });
    assert.deepEqual([page.status, page.setCookies], [400, []], each);
  }
  // And the other way round: none of them is a session.
  for (const each of [token, confirmation.slice("/verify?token=".length)]) {
    const welcome = await send(site.url, {
      path: "/welcome",
      headers: { Cookie: `session=${each}` },
    });
    assert.equal(welcome.status, 303);
  }
  assert.equal(
    (await browserLikeClient(site).postJson("/reset", { token, newPassword: NEXT })).status,
    204,
  );
});

/** An answer without what differs from any answer to the next. */
const seen = ({ status, headers, text }: Answer) => ({
  status,
  headers: { ...headers, date: "", "request-id": "" },
  text: text.replaceAll(String(headers["request-id"]), ""),
});

onBothDatabases(
  "whoever is named, the answer is the same: unknown, unproven, proven, disabled",
  async (t, database) => {
    const { site, post, ada, confirmation } = await mailSite(t, database);
    await confirm(ada, confirmation);
    await browserLikeClient(site).post("/register", { ...BOB, email: "bob@example.org" });
    await post.next();
    const people = [
      "ada",
      ADDRESS,
      "bob",
      "bob@example.org",
      "eve",
      "eve@example.org",
      "",
      "a".repeat(9_000),
    ];
    for (const wantsJson of [false, true]) {
      const answers: ReturnType<typeof seen>[] = [];
      for (const username of people) {
        const client = browserLikeClient(site);
        const answer = wantsJson
          ? await client.postJson("/forgot", { username })
          : await client.post("/forgot", { username });
        answers.push(seen(answer));
      }
      assert.equal(answers[0]?.status, wantsJson ? 204 : 303);
      for (const answer of answers) assert.deepEqual(answer, answers[0]);
    }
    const to = new Set<string>();
    for (let count = 0; count < 6; count += 1) to.add((await post.next()).to);
    assert.deepEqual(to, new Set([ADDRESS, "bob@example.org"]));
  },
);

onBothDatabases(
  "an account is sent three mails an hour, and one network asks twenty times; the answer stays the same",
  async (t, database) => {
    const { site, post, clock } = await mailSite(t, database);
    await browserLikeClient(site).post("/register", { ...BOB, email: "bob@example.org" });
    await post.next();
    const ask = async (username: string): Promise<ReturnType<typeof seen>> =>
      seen(await browserLikeClient(site).post("/forgot", { username }));
    const first = await ask("ada");
    for (const username of ["ada", ADDRESS, "ada", "ADA"]) {
      assert.deepEqual(await ask(username), first);
    }
    for (let count = 0; count < 3; count += 1) assert.equal((await post.next()).to, ADDRESS);
    await ask("bob");
    assert.equal((await post.next()).to, "bob@example.org", "and no fourth one to her before it");

    for (let count = 0; count < 14; count += 1) await ask("nobody");
    assert.deepEqual(await ask("bob"), first);
    clock.advance(3_601);
    await ask("ada");
    assert.equal(
      (await post.next()).to,
      ADDRESS,
      "and none to him: the network had asked too often",
    );
  },
);

test("whoever gives many accounts somebody else's address has ten mails an hour sent there", async (t) => {
  const { site, post } = await mailSite(t, async () => undefined);
  const address = "grace@example.org";
  for (const name of ["g1", "g2", "g3", "g4"]) {
    await browserLikeClient(site).post("/register", { ...ADA, username: name, email: address });
  }
  for (let count = 0; count < 3; count += 1) await post.next();
  for (const name of ["g1", "g2", "g3", "g4", "g1", "g2", "g3", "g4", "g1", "g2", "g3", "g4"]) {
    await browserLikeClient(site).post("/forgot", { username: name });
  }
  for (let count = 0; count < 10; count += 1) assert.equal((await post.next()).to, address);
  await browserLikeClient(site).post("/forgot", { username: "ada" });
  assert.equal((await post.next()).to, ADDRESS, "and no eleventh one before it");
});

test("when the database fails, known and unknown get the same 503", async (t) => {
  const { site } = await mailSite(t, async () => undefined);
  const db = new DatabaseSync(site.database);
  t.after(() => db.close());
  db.exec("alter table countersign_users rename to gone");
  const answers: ReturnType<typeof seen>[] = [];
  for (const username of ["ada", "eve", ADDRESS, "eve@example.org"]) {
    answers.push(seen(await browserLikeClient(site).postJson("/forgot", { username })));
  }
  assert.ok((answers[0]?.status ?? 0) >= 500);
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  db.exec("alter table gone rename to countersign_users");
  assert.equal(
    (await browserLikeClient(site).postJson("/forgot", { username: "ada" })).status,
    204,
  );
});

test("a mail server that fails, or is silent, shows in no answer", async (t) => {
  const tried = Promise.withResolvers<void>();
  const silent = postman(() => {
    tried.resolve();
    return new Promise(() => {});
  });
  const refusing = postman(() => {
    throw Object.assign(new Error("no"), { responseCode: 550 });
  });
  for (const { mailer } of [silent, refusing]) {
    const site = await siteUnderTest(t, { mail: mailer });
    const registered = await browserLikeClient(site).post("/register", { ...ADA, email: ADDRESS });
    assert.equal(registered.status, 303);
    const answers = [];
    for (const username of ["ada", "eve"]) {
      answers.push(seen(await browserLikeClient(site).post("/forgot", { username })));
    }
    assert.deepEqual(answers[0], answers[1]);
    assert.equal(answers[0]?.status, 303);
  }
  await tried.promise;
});

test("the link in a mail that a real mail server received opens the form", async (t) => {
  const server = await mailServer(t);
  const site = await siteUnderTest(t, {
    mail: smtpMail({
      address: `smtp://127.0.0.1:${server.port}`,
      from: "Example <noreply@example.org>",
    }),
  });
  await browserLikeClient(site).post("/register", { ...ADA, email: ADDRESS });
  await server.next();
  const asks = browserLikeClient(site);
  await asks.post("/forgot", { username: ADDRESS });
  const mail = await server.next();
  assert.deepEqual(mail.to, [ADDRESS]);
  const link = /^http:\S+$/m.exec(mail.text)?.[0] ?? "";
  assert.ok(mail.html.includes(`href="${link}"`));
  assert.ok(link.startsWith(`${site.origin}/reset?token=`));
  assert.equal((await asks.follow(await asks.get(link.replace(site.origin, "")))).status, 200);
  assert.equal((await asks.post("/reset", { newPassword: NEXT })).status, 303);
});

test("where no mails are sent, nothing that needs one is there", async (t) => {
  const site = await siteUnderTest(t);
  const browser = browserLikeClient(site);
  await browser.post("/register", { ...ADA, email: ADDRESS });
  for (const path of ["/forgot", "/reset", "/verify", "/email"]) {
    assert.equal((await browser.get(path)).status, 404, path);
    assert.equal((await browser.post(path)).status, 404, path);
  }
  const pages =
    (await browser.get("/welcome")).text + (await browserLikeClient(site).get("/login")).text;
  assert.doesNotMatch(pages, /href="\/(?:forgot|email|verify)"/);
  assert.equal((await browser.get("/delete")).status, 200);
});
