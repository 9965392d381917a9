import assert from "node:assert/strict";
import { test } from "node:test";
import { aftermath } from "../three-hosts/aftermath.ts";
import { countsOf, storm } from "../three-hosts/storm.ts";
import { skipsHosts, threeHosts } from "../three-hosts/three-hosts.ts";

for (const engine of ["signed-cookie", "layered"]) {
  test(`three hosts, ${engine}: whatever fails, nobody is logged out, nobody comes back, and who registered is there; restarted in turn, nothing fails (T263)`, {
    skip: skipsHosts,
  }, async (t) => {
    const hosts = await threeHosts(t, { engine });
    t.diagnostic(`in ${hosts.network.kind}`);
    const { crowd, phases, faults } = await storm(hosts, () => {});
    for (const { name, sent, failed, slowest } of phases) {
      const what = countsOf(failed) || "none failed";
      t.diagnostic(`${name}: ${sent} sent, ${what}, slowest ${Math.round(slowest)} ms`);
    }
    await aftermath(hosts, crowd);
    const said = Object.entries(hosts.sites).map(
      ([name, site]) => `${name}:\n${site.said.slice(-20).join("\n")}`,
    );
    assert.deepEqual([...crowd.wrong, ...faults], [], said.join("\n"));
  });
}
