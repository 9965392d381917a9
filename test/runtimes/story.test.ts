import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type ListeningHost, story } from "../adapters/story.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { listeningIn, runtimes, skipsRuntimes } from "./runtime.ts";

describe("the story of countersign/fetch", { concurrency: true, skip: skipsRuntimes }, () => {
  for (const runtime of runtimes) {
    describe(`in ${runtime}`, { concurrency: 1 }, () => {
      let host: ListeningHost;
      const ends: (() => unknown)[] = [];
      const t = { after: (act: unknown) => ends.unshift(act as () => unknown) };
      before(async () => {
        const database = join(temporaryFolder(t), "app.db");
        const url = await listeningIn(t, runtime, "fetch-server.ts", { DATABASE: database });
        host = { url, database };
      });
      after(async () => {
        for (const end of ends) await end();
      });
      for (const [promise, chapter] of Object.entries(story)) test(promise, () => chapter(host));
    });
  }
});
