import { asMarkdown, type Figure, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { removeFolder } from "./server-process.ts";
import { startSite } from "./site.ts";

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
        target: "under 700 ms",
        isReached: times.median < 700,
      },
      {
        name: "memory at rest",
        unit: " MB",
        measured: sizes,
        target: "under 120 MB",
        isReached: sizes.median < 120,
      },
    ];
    return { markdown: asMarkdown(figures), json: { figures } };
  },
};
