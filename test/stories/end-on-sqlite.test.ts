import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, type TestContext, test } from "node:test";
import { everyEnd } from "./every-end.ts";
import { ADA, BOB } from "./people.ts";
import { program } from "./program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Two processes at one file. */
const scene = async (t: TestContext) => {
  const database = `sqlite:${join(temporaryFolder(t), "app.db")}`;
  return { database, here: await program(t, database), there: await program(t, database) };
};

suite("what is ended in one process on SQLite", { concurrency: 2 }, () => {
  test("is refused by the next request in the other, whether it reads the user or not (T042)", async (t) => {
    const { here, there } = await scene(t);
    await here.register(ADA);
    for (let turn = 0; turn < 50; turn += 1) {
      const cookie = await here.logIn(ADA);
      const known = await there.get("/id", cookie);
      assert.deepEqual(await known.json(), { id: 1, isLoaded: false });
      await here.logOut(cookie);
      for (const path of ["/id", "/wall"]) {
        assert.equal((await there.get(path, cookie)).status, 401, path);
      }
    }
  });

  for (const [ending, end] of Object.entries(everyEnd)) {
    test(`is refused by the next request in the other: ${ending} (T054)`, async (t) => {
      const { database, here, there } = await scene(t);
      const ended = await here.register(ADA);
      const other = await here.register(BOB);
      assert.equal((await there.get("/id", ended)).status, 200);
      await end({ here, database });
      for (const path of ["/id", "/wall"]) {
        assert.equal((await there.get(path, ended)).status, 401, path);
      }
      const isEverybodys = ending.endsWith("--all");
      assert.equal((await there.get("/id", other)).status, isEverybodys ? 401 : 200);
      assert.equal((await there.get("/id", await there.logIn(BOB))).status, 200);
    });
  }
});
