import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "hono/html";
import type { Settings } from "../../src/assembly/settings.ts";
import { PAGES } from "../../src/pages/own-pages.ts";
import { layout, type OwnPages, problemDetail } from "../../src/pages.ts";
import { browserLikeClient } from "./browser-like-client.ts";
import { ADA } from "./people.ts";
import { postman } from "./postman.ts";
import { FORM, form, send } from "./send.ts";
import { siteUnderTest } from "./site-under-test.ts";

test("a page of one's own takes the place of ours, with ours' status, headers and JSON", async (t) => {
  const pages: OwnPages = {
    login: ({ username, problem }, { path, words }) =>
      html`<!doctype html><p id="own">${problem ? problemDetail(words, problem) : "nothing"}</p>
<form method="post" action="${path}/login"><input name="username" value="${username ?? ""}"></form>`,
  };
  const { url } = await siteUnderTest(t, { pages });
  const ours = await send(url, { path: "/register" });
  const own = await send(url, { path: "/login" });
  assert.equal(own.status, 200);
  assert.match(own.text, /^<!doctype html><p id="own">nothing<\/p>/);
  for (const name of ["content-security-policy", "cache-control", "content-type", "vary"]) {
    assert.equal(own.headers[name], ours.headers[name], name);
  }
  assert.match(ours.text, /<h1>Register<\/h1>/);

  const refused = await send(url, {
    path: "/login",
    headers: FORM,
    body: form({ username: "<b>ada</b>", password: "wrong" }),
  });
  assert.equal(refused.status, 401);
  assert.match(refused.text, /do not match/);
  assert.match(refused.text, /value="&lt;b&gt;ada&lt;\/b&gt;"/);
  const json = await send(url, {
    path: "/login",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(ADA),
  });
  assert.equal((json.json() as { code: string }).code, "login.no-match");
});

test("every page has its own in its place, which is handed its view", async (t) => {
  const names = Object.keys(PAGES);
  const seen: string[] = [];
  const pages = Object.fromEntries(
    names.map((name) => [
      name,
      (view: object) => {
        seen.push(name);
        return `own ${name} ${Object.keys(view).sort().join(" ")}`;
      },
    ]),
  ) as OwnPages;
  const post = postman();
  const site = await siteUnderTest(t, { pages, mail: post.mailer });
  const { url } = site;
  const browser = browserLikeClient(site);
  assert.match((await browser.get("/")).text, /^own home username$/);
  assert.match((await browser.get("/login")).text, /^own login /);
  assert.match((await browser.get("/register")).text, /^own register /);
  assert.match((await browser.get("/nowhere")).text, /^own problem problem requestId$/);
  assert.match((await browser.get("/forgot")).text, /^own forgot $/);
  await browser.post("/register", { ...ADA, email: "ada@example.org" });
  await browser.get(await post.nextLink());
  assert.match((await browser.get("/verify")).text, /^own verify email username$/);
  await browser.post("/forgot", { username: "ada" });
  await browser.get(await post.nextLink());
  assert.match((await browser.get("/reset")).text, /^own reset username$/);
  assert.match((await browser.get("/email")).text, /^own email current isVerified username$/);
  assert.match((await browser.get("/delete")).text, /^own delete username$/);
  assert.match((await browser.get("/welcome")).text, /^own welcome .*username/);
  assert.match((await browser.get("/sessions")).text, /^own sessions current more others$/);
  assert.match((await browser.get("/password")).text, /^own password username$/);
  assert.match((await browser.get("/password?did=change")).text, /^own notice lead title to$/);
  const asked = await send(url, { path: "/logout", headers: { "Sec-Fetch-Site": "cross-site" } });
  assert.match(asked.text, /^own logout/);
  assert.deepEqual([...new Set(seen)].sort(), names.sort());
});

test("a page of one's own that fails is a 500 with our page, and a line in the log (T184)", async (t) => {
  const fails = (): never => {
    throw new Error("no template");
  };
  const promises = (async () => "later") as unknown as () => string;
  const { url, log } = await siteUnderTest(t, {
    pages: { login: fails, register: promises, problem: fails },
  });
  for (const path of ["/login", "/register"]) {
    const answer = await send(url, { path });
    assert.equal(answer.status, 500);
    assert.match(answer.text, /Something went wrong on our side/);
  }
  assert.equal((await send(url, { path: "/nowhere" })).status, 404);
  const said = log.filter(({ level }) => level === 50).map((line) => JSON.stringify(line));
  assert.ok(said.some((line) => line.includes("no template")));
  assert.ok(said.some((line) => line.includes("pages.register: has to return a text")));
});

test("our frame can go around a page of one's own", async (t) => {
  const pages: OwnPages = {
    home: ({ username }, frame) =>
      layout(frame, "Start", html`<h1>Hello ${username ?? "you"}</h1>`),
  };
  const { url } = await siteUnderTest(t, { pages });
  const { text } = await send(url, { path: "/" });
  assert.match(text, /<title>Start · Countersign<\/title>/);
  assert.match(text, /<h1>Hello you<\/h1>/);
});

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>`;

test("name, colour and logo are settings; each file's name changes with its content", async (t) => {
  const look = async (brand: Settings["brand"]) => {
    const { url } = await siteUnderTest(t, brand === undefined ? {} : { brand });
    const { text } = await send(url, { path: "/login" });
    const [, icon = ""] = /rel="icon" href="([^"]+)"/.exec(text) ?? [];
    const [, stylesheet = ""] = /rel="stylesheet" href="([^"]+)"/.exec(text) ?? [];
    const styles = await send(url, { path: stylesheet });
    return {
      text,
      icon,
      stylesheet,
      styles: styles.text,
      picture: await send(url, { path: icon }),
    };
  };
  const ours = await look(undefined);
  const own = await look({ name: "Ada & Co", accent: "#ff6600", logo: LOGO });
  assert.match(own.text, /<title>Log in · Ada &amp; Co<\/title>/);
  assert.doesNotMatch(own.text, /Countersign|style=/);
  assert.notEqual(own.stylesheet, ours.stylesheet);
  assert.notEqual(own.icon, ours.icon);
  assert.match(ours.styles, /--accent: light-dark\(#1d5c56, #8fd3c8\)/);
  assert.match(own.styles, /--accent: light-dark\(#[\da-f]{6}, #ff6600\)/);
  assert.equal(own.picture.text, LOGO);
});

test("a logo is a picture and nothing else: opened by itself it runs no script", async (t) => {
  const { url } = await siteUnderTest(t, { brand: { logo: LOGO } });
  const { text } = await send(url, { path: "/" });
  const [, icon = ""] = /rel="icon" href="([^"]+)" type="image\/svg\+xml"/.exec(text) ?? [];
  const { headers } = await send(url, { path: icon });
  assert.equal(headers["content-type"], "image/svg+xml; charset=utf-8");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.match(String(headers["content-security-policy"]), /^default-src 'none';.* sandbox$/);
  assert.match(text, new RegExp(`<img src="${icon}" alt="" height="28">`));

  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 255]);
  const other = await siteUnderTest(t, { brand: { logo: png } });
  const page = await send(other.url, { path: "/" });
  const [, path = ""] = /rel="icon" href="([^"]+\.png)"/.exec(page.text) ?? [];
  const picture = await fetch(new URL(path, other.url));
  assert.equal(picture.headers.get("content-type"), "image/png");
  assert.deepEqual(new Uint8Array(await picture.arrayBuffer()), png);
});
