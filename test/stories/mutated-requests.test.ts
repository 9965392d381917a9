import { test } from "node:test";
import { mutateRequests } from "./mutate-requests.ts";

test("no mutated request is answered with 5xx, but for busy, or ends the site (T214)", (t) =>
  mutateRequests(t, 600));
