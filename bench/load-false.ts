import { fork } from "node:child_process";
import { askProcess } from "./ask-process.ts";
import type { CheckedAlone } from "./checked-alone.ts";
import { asMarkdown, ratios, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { leaveNoneBehind } from "./server-process.ts";
import { atMost } from "./targets.ts";

/** Measures in a process of its own, so that nothing else has shaped the compiler's view of it. */
export const checkAlone = async (rounds: number): Promise<CheckedAlone> => {
  const child = fork(new URL("checked-alone.ts", import.meta.url));
  leaveNoneBehind(child);
  return (await askProcess(child, { rounds })) as CheckedAlone;
};

/** `requireUser(cs, { load: false })` alone, over the one signature check that no signed cookie can do without. */
export const loadFalse: Part = {
  name: "load-false",
  title: "`requireUser(cs, { load: false })` alone",
  length: { rounds: 200, seconds: 0 },

  async measure({ rounds }) {
    const { anew, hmac } = await checkAlone(rounds);
    const over = spread(ratios(anew, hmac));
    const figures = [
      { name: "an HMAC-SHA-256 of the token", unit: " µs", measured: spread(hmac) },
      {
        name: "`requireUser(cs, { load: false })` alone, each cookie verified anew, register in memory",
        unit: " µs",
        measured: spread(anew),
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
