import { readFileSync, writeFileSync } from "node:fs";

const PAGES = ["README.md", "docs/performance.md"];

/** Replaces what stands between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`, wherever it does. */
export const writeTable = (name: string, markdown: string): void => {
  const place = new RegExp(`(<!-- bench:${name} -->).*?(<!-- /bench:${name} -->)`, "gs");
  const pages = PAGES.filter((page) => readFileSync(page, "utf8").search(place) >= 0);
  if (pages.length === 0) throw new Error(`no page has a place for ${name}`);
  for (const page of pages) {
    const text = readFileSync(page, "utf8");
    writeFileSync(
      page,
      text.replace(place, (_, start, end) => `${start}\n\n${markdown}\n\n${end}`),
    );
  }
};
