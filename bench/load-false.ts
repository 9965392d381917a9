import { askOnce } from "./ask-once.ts";
import { asMarkdown, ratios, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { atMost } from "./targets.ts";
import type { TurnsAlone } from "./turns-alone.ts";

/** `requireUser(cs, { load: false })` alone, over the one signature check that no signed cookie can do without. */
export const loadFalse: Part = {
  name: "load-false",
  title: "`requireUser(cs, { load: false })` alone",
  length: { rounds: 200, seconds: 0 },

  async measure({ rounds }) {
    const { ours, bare } = (await askOnce("checked-alone.ts", { rounds })) as TurnsAlone;
    const over = spread(ratios(ours, bare));
    const figures = [
      { name: "an HMAC-SHA-256 of the token", unit: " µs", measured: spread(bare) },
      {
        name: "`requireUser(cs, { load: false })` alone, each cookie verified anew, register in memory",
        unit: " µs",
        measured: spread(ours),
      },
      {
        name: "`requireUser(cs, { load: false })` alone, over that HMAC",
        unit: "",
        measured: over,
        ...atMost(2, over.median),
      },
    ];
    return { markdown: asMarkdown(figures), figures };
  },
};
