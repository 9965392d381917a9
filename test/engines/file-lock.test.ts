import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { underLock } from "../../src/engines/file-lock.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

/** A clock of one who waits: a tenth of a second goes by each time that they look at it. */
const hurried = (): (() => number) => {
  let now = 0;
  return () => (now += 100);
};

suite("a lock", { concurrency: true }, () => {
  test("is there while somebody acts, and gone afterwards, also when the act throws", async (t) => {
    const path = join(temporaryFolder(t), "one.lock");
    assert.equal(await underLock(path, () => existsSync(path)), true);
    const failing = underLock(path, () => {
      throw new TypeError("ours");
    });
    await assert.rejects(failing, TypeError);
    assert.equal(existsSync(path), false);
  });

  test("that was left by a killed process is taken over by one, and then by the next", async (t) => {
    const path = join(temporaryFolder(t), "one.lock");
    writeFileSync(path, "");
    let inside = 0;
    const act = (): void => {
      inside += 1;
      assert.equal(existsSync(path), true);
    };
    await Promise.all(Array.from({ length: 20 }, () => underLock(path, act, hurried())));
    assert.equal(inside, 20);
    assert.equal(existsSync(path), false);
  });

  test("is taken over, too, where whoever was about to take it over was killed", async (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, "one.lock");
    writeFileSync(path, "");
    const { ino, mtimeNs } = lstatSync(path, { bigint: true });
    writeFileSync(`${path}.${ino}-${mtimeNs}`, "");
    assert.equal(await underLock(path, () => "mine", hurried()), "mine");
    assert.deepEqual(readdirSync(folder), []);
  });

  test("that is somebody's by the time it would be cleared away is left alone", async (t) => {
    const path = join(temporaryFolder(t), "one.lock");
    writeFileSync(path, "");
    const { ino, mtimeNs } = lstatSync(path, { bigint: true });
    const clearing = `${path}.${ino}-${mtimeNs}`;
    writeFileSync(clearing, "");
    const clock = hurried();
    const waiting = underLock(
      path,
      () => "mine",
      () => {
        const now = clock();
        // It has seen the lock for long enough, and stands behind whoever clears it away.
        if (now === 4_500) {
          unlinkSync(path);
          writeFileSync(path, "alive");
        }
        return now;
      },
    );
    await assert.rejects(waiting, { code: "storage.unavailable" });
    assert.equal(existsSync(clearing), false, "it has had its turn to clear");
    assert.equal(readFileSync(path, "utf8"), "alive");
  });

  test("that changes hands all the time is waited for, and then given up", async (t) => {
    const path = join(temporaryFolder(t), "one.lock");
    let isOver = false;
    const taking = (async () => {
      // Never free, and never the same: each of them is alive.
      for (let at = 0; !isOver; at += 1) {
        writeFileSync(path, "");
        utimesSync(path, at, at);
        await new Promise(setImmediate);
      }
    })();
    await assert.rejects(
      underLock(path, () => "mine", hurried()),
      { code: "storage.unavailable" },
    );
    isOver = true;
    await taking;
  });

  test("says to a holder that was held up that it may be another's by now", async (t) => {
    const folder = temporaryFolder(t);
    let now = 0;
    const late = underLock(
      join(folder, "late.lock"),
      (lock) => {
        now += 1_000;
        lock.check();
      },
      () => now,
    );
    await assert.rejects(late, { code: "storage.unavailable" });
    assert.equal(existsSync(join(folder, "late.lock")), true, "whoever may hold it keeps it");
    await underLock(join(folder, "swift.lock"), (lock) => lock.check());
  });

  test("that cannot be made for another reason is that reason", async (t) => {
    const path = join(temporaryFolder(t), "none", "one.lock");
    await assert.rejects(
      underLock(path, () => {}),
      { code: "ENOENT" },
    );
  });
});
