import { installDjango } from "./install-django.ts";
import { installPeers } from "./install-pinned.ts";
import { startLoad } from "./load.ts";
import { pagePlots } from "./page-plots.ts";
import { type RunningPage, runPageRounds } from "./page-rounds.ts";
import { PAGE_STACKS } from "./page-stacks.ts";
import { pageFigures, pageTable } from "./page-table.ts";
import type { Part } from "./part.ts";
import { type ServedPage, startBarePage, startModel, startPage, stopPage } from "./served-page.ts";

/** The page for a logged-in user: ours, the peers', and the same page without a session in bare frameworks. */
export const welcome: Part = {
  name: "welcome",
  title: "The welcome page",
  length: { rounds: 7, seconds: 2 },

  async measure(length, say) {
    const installed = new Map([...installPeers(say), ...installDjango(say)]);
    const load = startLoad();
    const served: ServedPage[] = [];
    const serve = async <Page extends ServedPage>(starting: Promise<Page>): Promise<Page> => {
      const page = await starting;
      served.push(page);
      return page;
    };
    const [first, ...others] = PAGE_STACKS;
    const missing: string[] = [];
    try {
      const model = await serve(startModel(first!));
      const bare = {
        Hono: await serve(startBarePage("Hono", model)),
        Express: await serve(startBarePage("Express", model)),
        Fastify: await serve(startBarePage("Fastify", model)),
      };
      const running: RunningPage[] = [{ stack: first!, page: model }];
      for (const stack of others) {
        say(`${stack.on}, ${stack.name}`);
        const absent = stack.peers.find((name) => !installed.has(name));
        if (absent === undefined) {
          running.push({ stack, page: await serve(startPage(stack, model)) });
        } else missing.push(`${stack.name}: not measured, ${absent} could not be installed`);
      }
      const measured = await runPageRounds(load, bare, running, length, say);
      const used = [...installed].filter(([name]) =>
        running.some(({ stack }) => stack.peers.includes(name)),
      );
      const peers = `Peers: ${used.map((each) => each.join(" ")).join(", ")}.`;
      return {
        markdown: [pageTable(measured), ...missing, peers].join("\n\n"),
        figures: pageFigures(measured),
        plots: pagePlots(measured),
        json: { ...measured, missing, peers: Object.fromEntries(used) },
      };
    } finally {
      await load.stop();
      for (const page of served) await stopPage(page);
    }
  },
};
