import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env["CHROMIUM"] ?? PLACES.find((place) => existsSync(place));

/** Why browser tests are skipped here, or false. Where CI=true a browser is required instead. */
export const skipsBrowser: string | false =
  executablePath === undefined && process.env["CI"] !== "true"
    ? "no Chromium on this machine (Debian: apt-get install chromium)"
    : false;

let launched: Promise<Browser> | undefined;
after(async () => (await launched)?.close());

/** A real Chromium that asks nobody outside for anything: one for all tests of a process. */
export const chromiumAtHand = (): Promise<Browser> => {
  launched ??= launch();
  return launched;
};

const launch = (): Promise<Browser> => {
  if (executablePath === undefined) throw new Error("CI=true needs it: apt-get install chromium");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
};

/**
 * A picture to look at, in `screenshots/`, which git ignores; with SCREENSHOTS=1 only, for each costs as
 * much as its page. Chromium without a display now and then answers that it cannot capture yet; nothing
 * depends on the picture, so it is asked again.
 */
export const screenshot = async (page: Page, name: string): Promise<void> => {
  if (process.env["SCREENSHOTS"] !== "1") return;
  mkdirSync("screenshots", { recursive: true });
  for (let tries = 5; ; tries -= 1) {
    try {
      await page.screenshot({ path: `screenshots/${name}.png` });
      return;
    } catch (error) {
      if (tries === 0) throw error;
    }
  }
};

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe-core finds wrong with a page, a line each: by all of its rules, or by some. */
export const axeFindings = async (
  page: Page,
  rules?: readonly string[],
): Promise<readonly string[]> => {
  // By evaluation and not as a script of the page, which its policy would rightly refuse.
  if (!(await page.evaluate("'axe' in globalThis"))) {
    await page.evaluate(readFileSync(axe, "utf8"));
  }
  return page.evaluate(async (runOnly) => {
    const { axe: tool } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await tool.run(runOnly ? { runOnly } : {});
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  }, rules);
};
