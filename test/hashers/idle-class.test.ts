import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { createHashThreads } from "../../src/hashers/hash-threads.ts";

const isHere = existsSync("/proc/thread-self") && existsSync("/usr/bin/chrt");

/** The threads of this process that compute for others, and the class that the system has them in. */
const classes = (): readonly string[] =>
  readdirSync("/proc/self/task")
    .filter((id) => /WorkerThread/.test(readFileSync(`/proc/self/task/${id}/comm`, "utf8")))
    .map((id) => execFileSync("/usr/bin/chrt", ["--pid", id], { encoding: "utf8" }));

test("hash threads run when nobody else wants to, and the event loop as ever", {
  skip: isHere ? false : "needs Linux and chrt (Debian: util-linux)",
}, async (t) => {
  const threads = createHashThreads(2);
  t.after(() => threads.close());
  const hasher = bcryptSha256({ cost: 4 });
  const before = classes().length;
  // As many at once as there are threads, so that each of them has had a turn.
  await Promise.all([1, 2, 3, 4].map((each) => hasher.make(String(each), threads)));
  const idle = classes().filter((text) => text.includes("SCHED_IDLE"));
  assert.ok(idle.length >= 1 && idle.length <= classes().length - before);
  const own = execFileSync("/usr/bin/chrt", ["--pid", String(process.pid)], { encoding: "utf8" });
  assert.doesNotMatch(own, /SCHED_IDLE/);
});
