import { asMarkdown, type Figure, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { removeFolder } from "./server-process.ts";
import { startSite } from "./site.ts";
import { under } from "./targets.ts";

/** From the spawn to the first answer, and resident memory half a second later. */
export const start: Part = {
  name: "start",
  title: "Start and rest",
  length: { rounds: 5, seconds: 0 },

  async measure({ rounds }) {
    const startedIn: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const server = await startSite();
      startedIn.push(server.startedIn);
      await new Promise((resolve) => setTimeout(resolve, 500));
      memory.push(server.memory());
      await server.stop();
      removeFolder(server.folder);
    }
    const times = spread(startedIn);
    const sizes = spread(memory);
    const figures: readonly Figure[] = [
      {
        name: "start-up to first answer",
        unit: " ms",
        measured: times,
        ...under(600, times.median, " ms"),
      },
      {
        name: "memory at rest",
        unit: " MB",
        measured: sizes,
        ...under(110, sizes.median, " MB"),
      },
    ];
    return { markdown: asMarkdown(figures), figures };
  },
};
