import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, OLDER_SECRET, SECRET } from "../stories/people.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { ROOT } from "./guide-blocks.ts";

const GUIDE = readFileSync(join(ROOT, "docs/guides/rotating-secrets.md"), "utf8");
const NAMED: Readonly<Record<string, string>> = { OLD: OLDER_SECRET, NEW: SECRET };

/** The lists in a column of the guide's table, one step after the other. */
const stepsIn = (column: number): readonly (readonly string[])[] =>
  GUIDE.split("\n")
    .filter((line) => /^\| (?:Now|\d) \|/.test(line))
    .map((line) => line.split("|")[column]?.match(/COUNTERSIGN_SECRET=([A-Z,]+)`/)?.[1])
    .filter((list) => list !== undefined)
    .map((list) => list.split(",").map((name) => NAMED[name] ?? ""));

test("who follows the guide to new secrets line by line logs nobody out (T292)", async (t) => {
  for (const [column, count] of [
    [2, 3],
    [3, 4],
  ] as const) {
    const steps = stepsIn(column);
    assert.equal(steps.length, count);
    assert.deepEqual([steps[0], steps.at(-1)], [[OLDER_SECRET], [SECRET]]);
    const database = `sqlite:${join(temporaryFolder(t), "site.db")}`;
    // As browsers do, whatever the port is.
    const jar = new Map<string, string>();
    for (const [at, secrets] of steps.entries()) {
      const site = await siteUnderTest(t, { database, secrets, origin: "http://localhost:8000" });
      const ada = browserLikeClient(site, {}, jar);
      if (at === 0) await ada.post("/register", ADA);
      assert.equal((await ada.get("/welcome")).status, 200, `step ${at} of column ${column}`);
      await site.stop();
    }
  }
});
