import assert from "node:assert/strict";
import type { SiteProcess } from "./site-process.ts";

/** Resolves once the site has said this, or has said it so often. */
export const spoken = async (site: SiteProcess, what: string, times = 1): Promise<void> => {
  while (site.output.filter((line) => line.includes(what)).length < times) {
    const more = new Promise((resolve) => site.child.stdout?.once("data", resolve));
    const end = site.ended.then(() => assert.fail(`It ended and never said: ${what}`));
    await Promise.race([more, end]);
  }
};
