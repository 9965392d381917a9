import assert from "node:assert/strict";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADDRESS, confirm, mailSite } from "./mail-site.ts";
import { onBothDatabases } from "./on-both-databases.ts";
import { ADA, BOB } from "./people.ts";
import type { Answer } from "./send.ts";
import { send } from "./send.ts";

const NEW_ADDRESS = "lovelace@example.org";
const codeOf = (answer: Answer): string => (answer.json() as { code: string }).code;

onBothDatabases(
  "an address is confirmed by one button behind a link, and opens the login then",
  async (t, database) => {
    const { site, ada, confirmation } = await mailSite(t, database);
    const byAddress = { username: "Ada@Example.org", password: ADA.password };
    const login = async (): Promise<number> =>
      (await browserLikeClient(site).post("/login", byAddress)).status;
    assert.equal(await login(), 401);

    // A mail program that looks into the link confirms nothing by it.
    const robot = browserLikeClient(site);
    await robot.follow(await robot.get(confirmation));
    await send(site.url, { method: "HEAD", path: confirmation });
    assert.equal(await login(), 401);

    // On a telephone, where nobody is logged in.
    const phone = browserLikeClient(site);
    const arrived = await phone.get(confirmation);
    assert.deepEqual([arrived.status, arrived.headers.location], [303, "/verify"]);
    const page = await phone.follow(arrived);
    assert.match(page.text, /Does the address ada@example.org belong to your account ada\?/);
    const confirmed = await phone.post("/verify", { do: "verify" });
    assert.equal(confirmed.headers.location, "/verify?did=verify");
    assert.match((await phone.follow(confirmed)).text, /Address confirmed/);
    assert.equal((await phone.get("/welcome")).status, 303, "nobody is logged in by it");
    assert.equal(await login(), 303);

    const again = await browserLikeClient(site).get(confirmation);
    assert.equal(again.status, 400);
    assert.match(again.text, /no longer good/);
    assert.equal((await ada.get("/verify")).headers.location, "/email");
    assert.match((await ada.get("/email")).text, /ada@example.org, and it is confirmed/);
  },
);

onBothDatabases(
  "the mail is sent once more to who is logged in, and to nobody else",
  async (t, database) => {
    const { site, post, ada } = await mailSite(t, database);
    assert.match((await ada.get("/verify")).text, /ada@example.org is not confirmed yet/);
    const sent = await ada.post("/verify", { do: "send" });
    assert.equal(sent.headers.location, "/verify?did=send");
    const { to, link } = await post.next();
    assert.equal(to, ADDRESS);
    const stranger = browserLikeClient(site);
    assert.equal((await stranger.get("/verify")).headers.location, "/login?next=%2Fverify");
    assert.equal(codeOf(await stranger.postJson("/verify", { do: "send" })), "session.required");
    // The third of this hour, and then no more.
    await ada.post("/verify", { do: "send" });
    await post.next();
    await ada.post("/verify", { do: "send" });
    await ada.post("/forgot", { username: "ada" });
    assert.match((await post.next()).subject, /a new password/);
    await confirm(ada, (link ?? "").replace(site.origin, ""));
  },
);

onBothDatabases(
  "an address belongs to whoever confirms it first; registering tells nobody that it is taken",
  async (t, database) => {
    const { site, post, ada, confirmation } = await mailSite(t, database);
    const bob = browserLikeClient(site);
    assert.equal((await bob.postJson("/register", { ...BOB, email: ADDRESS })).status, 201);
    const bobs = await post.nextLink();
    await confirm(ada, confirmation);
    const eve = { username: "eve", password: BOB.password, email: ADDRESS };
    assert.equal((await browserLikeClient(site).postJson("/register", eve)).status, 201);

    await bob.get(bobs);
    const refused = await bob.postJson("/verify");
    assert.deepEqual([refused.status, codeOf(refused)], [409, "verify.taken"]);
    await bob.get(bobs);
    assert.match((await bob.post("/verify")).text, /confirmed for another account meanwhile/);
    const login = { username: ADDRESS, password: ADA.password };
    const { user } = (await browserLikeClient(site).postJson("/login", login)).json() as {
      user: { username: string };
    };
    assert.equal(user.username, "ada");
  },
);

onBothDatabases(
  "an address is changed from the new one, with the password, and the old one is told",
  async (t, database) => {
    const { site, post, ada, confirmation } = await mailSite(t, database);
    await confirm(ada, confirmation);
    const asked = await ada.post("/email", { email: NEW_ADDRESS, password: ADA.password });
    assert.equal(asked.headers.location, "/email?did=send");
    const mails = [await post.next(), await post.next()];
    const toNew = mails.find(({ to }) => to === NEW_ADDRESS);
    const toOld = mails.find(({ to }) => to === ADDRESS);
    assert.equal(toOld?.subject, "Countersign: your address is about to change");
    assert.ok(!toOld.text.includes("/verify"), "it cannot be confirmed from the old one");

    const login = async (username: string): Promise<number> =>
      (await browserLikeClient(site).post("/login", { username, password: ADA.password })).status;
    assert.deepEqual([await login(ADDRESS), await login(NEW_ADDRESS)], [303, 401]);
    await confirm(browserLikeClient(site), (toNew?.link ?? "").replace(site.origin, ""));
    assert.deepEqual([await login(ADDRESS), await login(NEW_ADDRESS)], [401, 303]);
    const told = await post.next();
    assert.deepEqual([told.to, told.subject], [ADDRESS, "Countersign: your address was changed"]);
    const { user } = (await ada.getJson("/welcome")).json() as { user: { email: string } };
    assert.equal(user.email, NEW_ADDRESS);
  },
);

onBothDatabases(
  "whoever had the password and no more cannot confirm once it was changed",
  async (t, database) => {
    const { site, post, ada, confirmation } = await mailSite(t, database);
    await confirm(ada, confirmation);
    const thief = browserLikeClient(site);
    await thief.post("/login", ADA);
    await thief.post("/email", { email: "thief@example.org", password: ADA.password });
    const mails = [await post.next(), await post.next()];
    const link = mails.find(({ to }) => to === "thief@example.org")?.link ?? "";
    await ada.post("/password", { password: ADA.password, newPassword: "six yellow pears" });
    const answer = await thief.get(link.replace(site.origin, ""));
    assert.equal(answer.status, 400);
  },
);

onBothDatabases(
  "an address and a password that are wrong are told at once, and nothing is sent",
  async (t, database) => {
    const { site, post, ada, confirmation } = await mailSite(t, database);
    const wrong = await ada.postJson("/email", { email: "ada@", password: "not hers" });
    assert.equal(wrong.status, 422);
    const { errors } = wrong.json() as { errors: { field: string; code: string }[] };
    assert.deepEqual(
      errors.map(({ field, code }) => [field, code]),
      [
        ["email", "email.invalid"],
        ["password", "password.wrong"],
      ],
    );
    const page = await ada.post("/email", { email: NEW_ADDRESS, password: "not hers" });
    assert.equal(page.status, 422);
    assert.match(page.text, new RegExp(`value="${NEW_ADDRESS}"`));
    assert.ok(!page.text.includes("not hers"));
    assert.equal(
      codeOf(await ada.postJson("/email", { password: ADA.password })),
      "email.required",
    );
    await confirm(ada, confirmation);
    assert.equal(
      codeOf(await ada.postJson("/email", { email: ADDRESS, password: ADA.password })),
      "email.unchanged",
    );
    for (const injected of ["a@b.org\r\nBcc: eve@example.org", "a@b.org,eve@example.org"]) {
      const answer = await ada.postJson("/email", { email: injected, password: ADA.password });
      assert.equal(codeOf(answer), "email.invalid");
    }
    const stranger = browserLikeClient(site);
    const given = { email: NEW_ADDRESS, password: ADA.password };
    assert.equal(codeOf(await stranger.postJson("/email", given)), "session.required");
    assert.equal((await ada.postJson("/email", given)).status, 204);
    const sent = [await post.next(), await post.next()].map(({ to }) => to).sort();
    assert.deepEqual(sent, [ADDRESS, NEW_ADDRESS], "and nothing before");
    for (let count = 0; count < 5; count += 1) {
      await ada.post("/email", { email: NEW_ADDRESS, password: "not hers" });
    }
    const blocked = await ada.post("/email", given);
    assert.equal(blocked.status, 429);
    assert.match(blocked.text, new RegExp(`value="${NEW_ADDRESS}"`), "what was typed is kept");
  },
);
