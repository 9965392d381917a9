import { test } from "node:test";
import { checkKilled } from "./check-killed.ts";

test("whoever was told that they are registered can log in after a kill at any of forty moments (T257)", (t) =>
  checkKilled(t, 40));
