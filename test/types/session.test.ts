import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue, Session } from "countersign";

// What must compile, and (below `@ts-expect-error`, which fails the check where nothing is wrong) what
// must not. `tsc` holds it, in `npm run check`; the test only says so aloud.

declare module "countersign" {
  interface SessionData {
    typed_cart: readonly { readonly name: string; readonly count: number }[];
    typed_list: string[];
    typed_count: number;
    typed_theme: "light" | "dark";
    typed_maybe: string | null;
    typed_optional?: number;
  }
}

type Same<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const same = <One, Other>(_: Same<One, Other>): void => {};

export const mustCompile = (session: Session, key: string, json: JsonValue): void => {
  // Declared keys are what they were declared to be, frozen.
  const cart = session.get("typed_cart");
  same<typeof cart, readonly { readonly name: string; readonly count: number }[] | undefined>(true);
  const list = session.get("typed_list");
  same<typeof list, readonly string[] | undefined>(true);
  const count = session.get("typed_count", 0);
  same<typeof count, number>(true);
  const theme = session.get("typed_theme", "light");
  same<typeof theme, "light" | "dark">(true);
  const nothing = session.get("typed_theme", undefined);
  same<typeof nothing, "light" | "dark" | undefined>(true);
  // A fallback of the declared type leaves it at that: an empty list is a list.
  const many = session.get("typed_cart", []);
  same<typeof many, readonly { readonly name: string; readonly count: number }[]>(true);
  const names = session.get("typed_list", []).concat("x").indexOf("x");
  same<typeof names, number>(true);
  const unlike = session.get("typed_count", "none");
  same<typeof unlike, number | "none">(true);
  const optional = session.get("typed_optional", 0);
  same<typeof optional, number>(true);
  session.set("typed_optional", 1);
  session.increment("typed_optional");
  const userId = session.get("user_id");
  same<typeof userId, number | undefined>(true);

  session.set("typed_cart", [...(session.get("typed_cart") ?? []), { name: "tea", count: 1 }]);
  session.set("typed_list", session.get("typed_list") ?? []);
  session.set("typed_theme", "dark");
  session.set("typed_maybe", null);
  session.update({ typed_count: 1, typed_theme: "light", other: [1, { two: null }] });
  const popped = session.pop("typed_count");
  same<typeof popped, number | undefined>(true);
  const defaulted = session.setDefault("typed_list", ["a"]);
  same<typeof defaulted, readonly string[]>(true);
  const sum = session.increment("typed_count", 2);
  same<typeof sum, number>(true);

  // Any other key is JSON, also one that is known only when the program runs.
  const other = session.get("other");
  same<typeof other, JsonValue | undefined>(true);
  const dynamic = session.get(key);
  same<typeof dynamic, JsonValue | undefined>(true);
  session.set("other", { nested: [1, "two", null, { three: true }] });
  session.set(key, json);
  session.increment("other_count");
  session.setExpiry(5);
  session.setExpiry(new Date());
  session.setExpiry("browser");
  session.setExpiry(undefined);
  for (const [name, value] of session) same<[typeof name, typeof value], [string, JsonValue]>(true);
};

export const mustNotCompile = (session: Session): void => {
  // @ts-expect-error a declared key does not take another type
  session.set("typed_count", "one");
  // @ts-expect-error nor a literal that is none of its own
  session.set("typed_theme", "blue");
  // @ts-expect-error nor a record with a member missing
  session.set("typed_cart", [{ name: "tea" }]);
  // @ts-expect-error a key that may be missing is not set to undefined
  session.set("typed_optional", undefined);
  // @ts-expect-error nor by default
  session.setDefault("typed_optional", undefined);
  // @ts-expect-error undefined is no JSON
  session.set("other", undefined);
  // @ts-expect-error nor is a function
  session.set("other", () => 1);
  // @ts-expect-error nor is a Date
  session.set("other", new Date());
  // @ts-expect-error nor a Map, inside of something else
  session.set("other", { map: new Map() });
  // @ts-expect-error nor a bigint
  session.set("other", 1n);
  // @ts-expect-error only logging in writes it
  session.set("user_id", 7);
  // @ts-expect-error only logging out takes it away
  session.pop("user_id");
  // @ts-expect-error and it is no default either
  session.setDefault("user_id", 7);
  // @ts-expect-error nor part of an update
  session.update({ user_id: 7 });
  // @ts-expect-error an update keeps to the declared types
  session.update({ typed_count: "one" });
  // @ts-expect-error only numbers are counted
  session.increment("typed_theme");
  // @ts-expect-error what comes out is frozen
  session.get("typed_list")?.push("b");
  const line = session.get("typed_cart", [])[0]!;
  // @ts-expect-error all the way down
  line.count = 2;
  // @ts-expect-error a span is a number of seconds
  session.setExpiry("14d");
  // @ts-expect-error null is no expiry
  session.setExpiry(null);
  // @ts-expect-error the id is not for writing
  session.id = "mine";
  // @ts-expect-error nor are the flags
  session.modified = true;
};

test("declared keys are typed, other keys are JSON, and our own are not for writing", () => {
  assert.equal(typeof mustCompile, "function");
  assert.equal(typeof mustNotCompile, "function");
});
