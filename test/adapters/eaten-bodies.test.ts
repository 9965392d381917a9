import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import express, { type RequestHandler } from "express";
import { accountPages, sessions } from "../../src/express.ts";
import { FORM, send } from "../stories/send.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { serving } from "./serving.ts";
import { PASSWORD } from "./visitor.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** An app whose parsers come first; what its login answers to a body. */
const behind = async (t: TestContext, ...parsers: RequestHandler[]) => {
  const cs = countersignAtHand(t);
  const app = express();
  app.set("env", "test");
  app.use(...parsers, sessions(cs), accountPages(cs));
  const url = await serving(t, app);
  const post = (path: string, headers: Record<string, string>, body?: string) =>
    send(url, {
      method: "POST",
      path,
      headers: { Accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body }),
    });
  const register = await post(
    "/account/register",
    FORM as Record<string, string>,
    new URLSearchParams({ username: "ada", password: PASSWORD }).toString(),
  );
  assert.equal(register.status, 201);
  return async (headers: Record<string, string>, body?: string, path = "/account/login") => {
    const answer = await post(path, headers, body);
    const { code } = (answer.status >= 400 ? answer.json() : {}) as { code?: string };
    return code ?? answer.status;
  };
};

const urlencoded = FORM as Record<string, string>;

const PARSERS: Readonly<Record<string, () => RequestHandler[]>> = {
  "no parser": () => [],
  "express.json and express.urlencoded": () => [express.json(), express.urlencoded()],
  "express.urlencoded({ extended: true })": () => [
    express.json({ strict: false }),
    express.urlencoded({ extended: true, limit: "1mb" }),
  ],
  "express.text": () => [express.text({ type: "*/*" })],
  "express.raw": () => [express.raw({ type: "*/*" })],
};

for (const [name, parsers] of Object.entries(PARSERS)) {
  test(`behind ${name}: flat texts are a form, and everything else is what it was`, async (t) => {
    const login = await behind(t, ...parsers());
    const ada = { username: "ada", password: PASSWORD };
    assert.equal(await login(urlencoded, new URLSearchParams(ada).toString()), 200);
    assert.equal(await login(JSON_TYPE, JSON.stringify(ada)), 200);
    assert.equal(await login(urlencoded, "username=ada&password=wrong"), "login.no-match");

    for (const body of [
      "username=ada&username=bob&password=x",
      "username[]=ada&password=x",
      "username[a]=ada&password=x",
      "a[b][c]=d",
      "username=a%00b",
    ]) {
      assert.equal(await login(urlencoded, body), "request.malformed", body);
    }
    for (const value of [
      { username: ["ada"], password: "x" },
      { username: { a: "ada" }, password: "x" },
      { username: 7, password: "x" },
      { username: true },
      { username: null },
      ["username", "ada"],
      "username",
      7,
      null,
    ]) {
      // A strict parser of the host's refuses some of them before us, in its own words.
      const answer = await login(JSON_TYPE, JSON.stringify(value)).catch(() => "request.malformed");
      assert.equal(answer, "request.malformed", JSON.stringify(value));
    }
    assert.equal(await login(JSON_TYPE, '{"__proto__":{"username":"ada"}}'), "request.malformed");
    assert.equal(await login(JSON_TYPE, '{"username":"a\\u0000b"}'), "request.malformed");
    assert.equal(await login(JSON_TYPE, '{"username":"\\ud800"}'), "request.malformed");

    const many = Array.from({ length: 33 }, (_, at) => [`field${at}`, "x"]);
    assert.equal(
      await login(JSON_TYPE, JSON.stringify(Object.fromEntries(many))),
      "request.too-large",
    );
    assert.equal(
      await login(urlencoded, new URLSearchParams(many).toString()),
      "request.too-large",
    );
    const long = { username: "a".repeat(17_000) };
    assert.equal(await login(JSON_TYPE, JSON.stringify(long)), "request.too-large");
    assert.equal(
      await login(urlencoded, new URLSearchParams(long).toString()),
      "request.too-large",
    );

    const text = { "Content-Type": "text/plain" };
    assert.equal(await login(text, "username=ada"), "request.unsupported-type");
    assert.equal(await login({}, undefined, "/account/logout"), 204);
    assert.equal(await login(JSON_TYPE, "{}", "/account/logout"), 204);
  });
}

test("a body that somebody read and kept is malformed, and not an empty form", async (t) => {
  const swallow: RequestHandler = async (req, _res, next) => {
    if (req.url === "/account/login") for await (const _ of req);
    next();
  };
  const login = await behind(t, swallow);
  assert.equal(await login(urlencoded, "username=ada&password=x"), "request.malformed");
  assert.equal(await login({}), "login.no-match", "there was nothing to read");
});

test("a type that is none of ours stays refused, whatever a parser has made of it", async (t) => {
  const multipart: RequestHandler = async (req, _res, next) => {
    if (req.headers["content-type"]?.startsWith("multipart/")) {
      for await (const _ of req);
      req.body = { username: "ada", password: PASSWORD };
    }
    next();
  };
  const login = await behind(t, multipart);
  const type = { "Content-Type": "multipart/form-data; boundary=x" };
  assert.equal(await login(type, "--x--"), "request.unsupported-type");
});
