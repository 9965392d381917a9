import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import type { HashThreads } from "../../src/passwords/password-hasher.ts";
import { createPepper } from "../../src/passwords/pepper.ts";

const RUNS = 100_000;

test("gives bcrypt 64 hexadecimal characters of each of a hundred thousand passwords, with a pepper and without (T075)", async () => {
  let given: unknown;
  // What bcrypt makes of it is no matter here, and would take hours.
  const threads: HashThreads = {
    run: async <Result>({ input }: { readonly input: unknown }): Promise<Result> => {
      given = input;
      return "" as Result;
    },
    close: async () => {},
  };
  const { make } = bcryptSha256({ cost: 4 });
  const { season } = createPepper("a pepper for tests and for nothing else");
  const seen = new Set<string>();
  for (let run = 0; run < RUNS; run += 1) {
    const password = randomBytes(randomInt(300)).toString("latin1");
    for (const typed of [password, season(password)]) {
      await make(typed, threads).catch(() => {});
      const { text } = given as { readonly text: string };
      assert.match(text, /^[0-9a-f]{64}$/);
      seen.add(text);
    }
  }
  assert.ok(seen.size > RUNS, "two passwords have two texts, and so has one with a pepper");
});
