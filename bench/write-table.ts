import { readFileSync, writeFileSync } from "node:fs";

const PAGE = "docs/performance.md";

/** Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */
export const writeTable = (name: string, markdown: string): void => {
  const page = readFileSync(PAGE, "utf8");
  const [before, rest] = page.split(`<!-- bench:${name} -->`);
  const [, after] = rest?.split(`<!-- /bench:${name} -->`) ?? [];
  if (after === undefined) throw new Error(`${PAGE} has no place for ${name}`);
  const text = `${before}<!-- bench:${name} -->\n\n${markdown}\n\n<!-- /bench:${name} -->${after}`;
  writeFileSync(PAGE, text);
};
