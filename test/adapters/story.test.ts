import assert from "node:assert/strict";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { countersignAtHand } from "./countersign-at-hand.ts";
import { startExpress } from "./hosts/express.ts";
import { startFastify } from "./hosts/fastify.ts";
import { startFetch } from "./hosts/fetch.ts";
import { startHono } from "./hosts/hono.ts";
import type { StartHost } from "./hosts/host.ts";
import { startNode } from "./hosts/node.ts";
import { type ListeningHost, story } from "./story.ts";
import { visitor } from "./visitor.ts";

const hosts: Readonly<Record<string, StartHost>> = {
  hono: startHono,
  node: startNode,
  express: startExpress,
  fetch: startFetch,
  fastify: startFastify,
};

const listening = async (
  t: Pick<TestContext, "after">,
  start: StartHost,
  database: string = join(temporaryFolder(t), "app.db"),
): Promise<ListeningHost> => {
  const cs = countersignAtHand(t, database);
  return { url: await start(t, cs), database };
};

// Side by side, since each waits for a lock once, for five seconds.
describe("the same story", { concurrency: true }, () => {
  for (const [framework, start] of Object.entries(hosts)) {
    describe(`in ${framework}`, { concurrency: 1 }, () => {
      let host: ListeningHost;
      const ends: (() => unknown)[] = [];
      before(async () => {
        host = await listening({ after: (act) => ends.unshift(act as () => unknown) }, start);
      });
      after(async () => {
        for (const end of ends) await end();
      });
      for (const [promise, chapter] of Object.entries(story)) test(promise, () => chapter(host));

      test("a storage that cannot be opened is 503, and is asked again", async (t) => {
        const file = join(temporaryFolder(t), "in-the-way");
        mkdirSync(file);
        const { url } = await listening(t, start, file);
        const { get } = visitor(url);
        for (const path of ["/", "/account/login", "/wall"]) {
          const answer = await get(path);
          assert.equal(answer.status, 503, path);
          assert.equal(answer.headers["retry-after"], "5");
          assert.equal(answer.headers["cache-control"], "no-store");
          assert.ok(!answer.text.includes(file));
        }
        rmdirSync(file);
        assert.equal((await get("/account/login")).status, 200);
      });
    });
  }
});
