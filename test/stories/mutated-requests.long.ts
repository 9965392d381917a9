import { test } from "node:test";
import { mutateRequests } from "./mutate-requests.ts";

test("no request of a hundred thousand mutated ones is answered with 5xx, but for busy, or ends the site (T214)", (t) =>
  mutateRequests(t, 100_000));
