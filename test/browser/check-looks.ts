import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { axeFindings, screenshot } from "./chromium.ts";

const WIDTHS = { phone: 360, tablet: 768, desktop: 1_280 } as const;

/** The rules that look at colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** That a page is accessible and fits: light and dark, on a phone, a tablet and a desktop. */
export const checkLooks = async (page: Page, what: string): Promise<void> => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [device, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: 900 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${what} is ${overflow} pixels too wide on a ${device}`);
      await screenshot(page, `${what}-${colorScheme}-${device}`);
    }
    // The widths differ in nothing that it judges; in the dark only the colours do.
    const rules = colorScheme === "dark" ? COLOURS : undefined;
    assert.deepEqual(await axeFindings(page, rules), [], `${what}, ${colorScheme}`);
  }
};
