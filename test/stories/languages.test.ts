import assert from "node:assert/strict";
import { test } from "node:test";
import { english } from "../../src/pages/english.ts";
import { german } from "../../src/pages/german.ts";
import { ADA } from "./people.ts";
import { type Answer, FORM, form, send } from "./send.ts";
import { PRODUCTION, siteUnderTest } from "./site-under-test.ts";

const GERMAN = { "Accept-Language": "de-AT,de;q=0.9,en;q=0.5" };
const JSON_TYPE = { "Content-Type": "application/json", Accept: "application/json" };

const isGerman = ({ text, headers }: Answer): void => {
  assert.match(text, /^<!doctype html>\n<html lang="de">/);
  assert.equal(headers["content-language"], "de");
  assert.equal(headers.vary, "Accept, Accept-Language, Cookie");
};

test("pages are in the language that the browser asks for, and say so", async (t) => {
  const { url } = await siteUnderTest(t);
  for (const path of ["/", "/login", "/register", "/lab", "/nowhere"]) {
    isGerman(await send(url, { path, headers: { ...GERMAN, Accept: "text/html" } }));
    const plain = await send(url, { path, headers: { Accept: "text/html" } });
    assert.match(plain.text, /<html lang="en">/);
    assert.equal(plain.headers["content-language"], "en");
    assert.equal(plain.headers.vary, "Accept, Accept-Language, Cookie");
  }
  const refused = await send(url, {
    path: "/register",
    headers: { ...FORM, ...GERMAN },
    body: form({ username: "", password: "short" }),
  });
  isGerman(refused);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Geben Sie einen Namen ein\./);
});

test("a problem in JSON has the same code in every language, and its words in that of the request", async (t) => {
  const { url } = await siteUnderTest(t);
  const problemIn = async (headers: Record<string, string>): Promise<Record<string, unknown>> => {
    const answer = await send(url, {
      path: "/login",
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(ADA),
    });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.vary, "Accept, Accept-Language, Cookie");
    return answer.json() as Record<string, unknown>;
  };
  const code = "login.no-match";
  const inGerman = await problemIn(GERMAN);
  const inEnglish = await problemIn({});
  assert.deepEqual([inGerman["code"], inGerman["detail"]], [code, german.problems[code]]);
  assert.deepEqual([inEnglish["code"], inEnglish["detail"]], [code, english.problems[code]]);
});

test("what is answered before any route is in that language too", async (t) => {
  const { url } = await siteUnderTest(t, PRODUCTION);
  const answer = await send(url, { path: "/", headers: { ...GERMAN, Host: "elsewhere.example" } });
  assert.equal(answer.status, 421);
  isGerman(answer);
});

test("a language that is set is spoken to everybody, and no Vary says otherwise", async (t) => {
  const { url } = await siteUnderTest(t, { language: "de" });
  for (const language of ["en", "de", "fr"]) {
    const { text, headers } = await send(url, {
      path: "/login",
      headers: { "Accept-Language": language },
    });
    assert.match(text, /<html lang="de">/);
    assert.equal(headers["content-language"], "de");
    assert.equal(headers.vary, "Accept, Cookie");
  }
});

test("a broken Accept-Language is no failure of ours", async (t) => {
  const { url, log } = await siteUnderTest(t);
  for (const header of ["", ";q=", "de;q=x,,;", "*;q=0", "\u00ff\u00fe", "de-".repeat(3_000)]) {
    const answer = await send(url, { path: "/login", headers: { "Accept-Language": header } });
    assert.equal(answer.status, 200, header.slice(0, 20));
  }
  const twice = await send(url, { path: "/", headers: { "Accept-Language": ["fr", "de"] } });
  isGerman(twice);
  assert.ok(!log.some(({ level }) => Number(level) >= 50));
});

test("a language of one's own is spoken beside ours", async (t) => {
  const shouting = { ...english, language: "en-AU", login: { ...english.login, title: "G'DAY" } };
  const { url } = await siteUnderTest(t, { words: [german, shouting] });
  const titleIn = async (language: string): Promise<string | undefined> => {
    const headers = { "Accept-Language": language };
    const { text } = await send(url, { path: "/login", headers });
    return /<h1>(.*)<\/h1>/.exec(text)?.[1];
  };
  assert.equal(await titleIn("en-AU"), "G&#39;DAY");
  assert.equal(await titleIn("en"), "G&#39;DAY");
  assert.equal(await titleIn("fr"), "Anmelden");
});
