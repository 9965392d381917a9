import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { exampleProcess } from "./example-process.ts";

const cookieOf = (response: Response): string =>
  response.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";

/**
 * Through an example with the account pages under /account, a basket that follows every visitor
 * into the login, and a wall behind it.
 */
export const accountWalk = async (t: Pick<TestContext, "after">, file: string): Promise<void> => {
  const { ask, end } = await exampleProcess(t, file);

  const plain = await ask("/");
  assert.equal(plain.status, 200);
  assert.deepEqual([plain.headers.get("set-cookie"), plain.headers.get("vary")], [null, null]);

  const stranger = await ask("/wall");
  assert.equal(stranger.status, 303);
  assert.equal(stranger.headers.get("location"), "/account/login?next=%2Fwall");

  const basket = await ask("/basket/tea", { method: "POST" });
  assert.deepEqual(await basket.json(), { basket: ["tea"] });

  const body = new URLSearchParams({
    username: "ada",
    password: "four unrelated words here",
    next: "/wall",
  });
  const headers = { cookie: cookieOf(basket) };
  const registered = await ask("/account/register", { method: "POST", body, headers });
  assert.equal(registered.headers.get("location"), "/wall");

  const wall = await ask("/wall", { headers: { cookie: cookieOf(registered) } });
  assert.equal(await wall.text(), "Hello ada, your basket: tea.");
  assert.equal((await ask("/wall", { headers })).status, 303, "the cookie from before is nobody");

  assert.deepEqual(await end(), [0, null]);
};
