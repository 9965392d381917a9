import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { browserLikeClient } from "./browser-like-client.ts";
import { hydra, skipsHydra } from "./hydra.ts";
import { ADA } from "./people.ts";
import { siteProcess } from "./site-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The password stands where somebody who is stopped in time never comes. */
const WORDS = Array.from({ length: 200 }, (_, at) =>
  at === 149 ? ADA.password : `wrong word ${at}`,
);

suite("a real guessing tool with two hundred words", { skip: skipsHydra }, () => {
  test("does not find the password, and meanwhile the owner gets in on a known device", async (t) => {
    const environment = { COUNTERSIGN_THROTTLE: "on" };
    const site = await siteProcess(t, { folder: temporaryFolder(t), environment });
    const owner = browserLikeClient(site);
    await owner.post("/register", ADA);
    await owner.post("/logout");
    const found = await hydra(t, { url: site.url, username: ADA.username, words: WORDS });
    assert.equal(found, undefined);
    assert.equal((await owner.post("/login", ADA)).status, 303);
    await site.end();
    const lines = site.output.map((line) => JSON.parse(line) as { event: string; count?: number });
    const timesOf = (wanted: string): number =>
      lines.reduce((sum, { event, count = 1 }) => sum + (event === wanted ? count : 0), 0);
    const [failed, blocked] = [timesOf("loginFailed"), timesOf("loginBlocked")];
    // Five, and one for each second, two, four … that it took.
    assert.ok(failed >= 5 && failed <= 14, `${failed} were computed`);
    assert.ok(blocked >= 180, `${blocked} were refused`);
  });

  test("finds it where the limits are lifted", async (t) => {
    const environment = { COUNTERSIGN_THROTTLE: "off" };
    const site = await siteProcess(t, { folder: temporaryFolder(t), environment });
    await browserLikeClient(site).post("/register", ADA);
    const found = await hydra(t, { url: site.url, username: ADA.username, words: WORDS });
    assert.equal(found, ADA.password);
  });
});
