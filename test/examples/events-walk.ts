import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { exampleProcess } from "./example-process.ts";

/** Through an example that keeps a guest book of its users by hooks. */
export const eventsWalk = async (t: Pick<TestContext, "after">, file: string): Promise<void> => {
  const { ask, end } = await exampleProcess(t, file);
  const post = (path: string, fields: Record<string, string>) =>
    ask(path, { method: "POST", body: new URLSearchParams(fields) });

  const password = "four unrelated words here";
  assert.equal((await post("/account/register", { username: "ada", password })).status, 303);
  assert.equal((await post("/account/login", { username: "ada", password: "x" })).status, 401);
  assert.match(
    await (await ask("/")).text(),
    /^\d{4}-\d\d-\d\d: welcome, ada!\nLogins that failed: 1\n$/,
  );
  assert.deepEqual(await end(), [0, null]);
};
