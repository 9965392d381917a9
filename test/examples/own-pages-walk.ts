import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { exampleProcess } from "./example-process.ts";

/** Through an example whose login and start page are its own, and whose other pages are ours in its colours. */
export const ownPagesWalk = async (t: Pick<TestContext, "after">, file: string): Promise<void> => {
  const { ask, end } = await exampleProcess(t, file);

  const home = await (await ask("/account/")).text();
  assert.match(home, /<h1>Come in<\/h1>/);
  assert.match(home, /<title>[^<]+ · The tea house<\/title>/);

  const login = await ask("/account/login?next=%2Faccount%2Fsessions");
  const form = await login.text();
  assert.match(form, /<h1>The tea house<\/h1>/);
  assert.match(form, /name="next" value="\/account\/sessions"/);
  assert.match(String(login.headers.get("content-security-policy")), /default-src 'none'/);

  const body = new URLSearchParams({ username: "<ada>", password: "wrong" });
  const refused = await ask("/account/login", { method: "POST", body });
  assert.equal(refused.status, 401);
  assert.match(await refused.text(), /role="alert".*value="&lt;ada&gt;"/s);

  const register = await (await ask("/account/register")).text();
  const [, logo = ""] = /<img src="(\/account\/assets\/[^"]+\.svg)"/.exec(register) ?? [];
  assert.match(await (await ask(logo)).text(), /<circle/);

  assert.deepEqual(await end(), [0, null]);
};
