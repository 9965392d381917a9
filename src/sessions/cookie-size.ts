import { LARGEST_COOKIE } from "../cookies/set-cookie.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import type { JsonValue } from "./json-value.ts";
import { isBounded } from "./session-engine.ts";
import type { SessionState } from "./session-state.ts";

/**
 * The token's size depends a little on its random id and on how far the deflater gets with it, so
 * what is weighed at `set` may be some bytes heavier at the save. In bytes.
 */
const MARGIN = 64;

/** So few characters never fill a cookie, even if each has to be escaped: most calls end here. */
const SURELY_SMALL = 400;

/**
 * Throws `session.too-large`, naming the largest keys, when the data would not fit into a cookie
 * with these entries in it: a browser drops a cookie that is too large without a word, and its user is
 * logged out.
 */
export const checkCookieSize = (
  state: SessionState,
  entries: readonly (readonly [key: string, value: JsonValue])[],
): void => {
  const { engine, cookie, newId } = state.door;
  if (!isBounded(engine)) return;
  const data = new Map([...state.data, ...entries]);
  if (JSON.stringify([...data]).length < SURELY_SMALL) return;

  const largest = largestKeys(data);
  // Room for everything that a login or `setExpiry` may add later without asking again.
  data.set("user_id", Number.MAX_SAFE_INTEGER);
  const second = 99_999_999_999;
  const expiry = "9999-12-31T23:59:59.999+00:00";
  const marks = { epoch: second, login: second, used: second, expiry };
  const token = engine.weigh({ id: newId(), data, marks, savedAt: second * 1_000 });
  const size = cookie.name.length + token + MARGIN;
  if (size <= LARGEST_COOKIE) return;
  throw new CountersignError(
    "session.too-large",
    `The session would make a cookie of about ${size} bytes, and browsers keep ${LARGEST_COOKIE}. ` +
      `Largest keys: ${largest}. Keep less in it, or choose an engine that stores sessions on the server.`,
  );
};

const largestKeys = (data: ReadonlyMap<string, JsonValue>): string =>
  [...data]
    .map(([key, value]) => ({ key, size: JSON.stringify(value).length }))
    .sort((a, b) => b.size - a.size)
    .slice(0, 3)
    .map(({ key, size }) => `${JSON.stringify(key)} (${size} characters)`)
    .join(", ");
