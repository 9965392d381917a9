import assert from "node:assert/strict";
import type { Answer } from "./send.ts";

/** The answer to a script when a store failed: it says so, when to come again, and sets no cookie. */
export const checkUnavailable = (answer: Answer): void => {
  assert.equal(answer.status, 503, answer.text);
  assert.equal((answer.json() as { code: string }).code, "storage.unavailable");
  assert.equal(answer.headers["retry-after"], "5");
  assert.deepEqual(answer.setCookies, []);
};
