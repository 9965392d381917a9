import assert from "node:assert/strict";
import { test } from "node:test";
import { aftermath } from "../three-hosts/aftermath.ts";
import type { Broken } from "../three-hosts/crowd.ts";
import { countsOf, figuresOf, restartOf, storm } from "../three-hosts/storm.ts";
import { SITES, skipsHosts, threeHosts } from "../three-hosts/three-hosts.ts";

const PROMISES: Readonly<Record<Broken, string>> = {
  ended: "a session that was ended is nobody's on each of three hosts, whatever fails",
  "logged in": "nobody is logged out because one of three hosts, the database or the cache failed",
  registered: "whoever was told so is registered, whichever host was killed",
  true: "what three hosts cannot answer is 503, never a wrong yes",
};

for (const engine of ["signed-cookie", "layered"]) {
  test(`three hosts behind haproxy, ${engine}`, { skip: skipsHosts }, async (t) => {
    const hosts = await threeHosts(t, { engine });
    t.diagnostic(`in ${hosts.network.kind}`);
    // A test each, so that a terminal shows how far it is.
    const { crowd, phases, faults } = await storm(hosts, (name, act) => t.test(name, act));
    for (const phase of phases) t.diagnostic(`${phase.name}: ${figuresOf(phase)}`);
    await t.test("everybody is asked for once more, on each host", () => aftermath(hosts, crowd));

    const said = (): string =>
      Object.entries(hosts.sites)
        .map(([name, site]) => `${name}:\n${site.said.slice(-20).join("\n")}`)
        .join("\n");
    for (const [broken, title] of Object.entries(PROMISES)) {
      await t.test(title, () => {
        const wrong = crowd.wrong.filter((each) => each.broken === broken);
        const texts = wrong.map(({ text }) => text);
        assert.deepEqual(texts, [], said());
      });
    }
    const restarts = SITES.map(restartOf);
    const faulty = (isRestart: boolean): readonly string[] =>
      [...faults]
        .filter(([name]) => restarts.includes(name) === isRestart)
        .map(([name, failed]) => `${name}: ${countsOf(failed)}`);
    await t.test("sites that are restarted one after the other fail no request (T263)", () => {
      assert.deepEqual(faulty(true), [], said());
    });
    await t.test(
      "nothing else fails, and sites answer within five seconds of the database's return (T236)",
      () => {
        assert.deepEqual(faulty(false), [], said());
        assert.ok(phases.some(({ failed }) => failed.some(({ outcome }) => outcome === "503")));
      },
    );
  });
}
