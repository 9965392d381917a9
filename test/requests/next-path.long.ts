import { test } from "node:test";
import { followHostile } from "./hostile-next.ts";

test("never leaves the site, whatever it is given, a hundred thousand times (T161)", () =>
  followHostile(100_000));
