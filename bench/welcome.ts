import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { startLoad } from "./load.ts";
import type { Part } from "./part.ts";
import { removeFolder, type ServerProcess, startServer } from "./server-process.ts";
import { register, startSite } from "./site.ts";

/** `/welcome` of a logged-in user on our site, beside the same page in bare Hono without a session. */
export const welcome: Part = {
  name: "welcome",
  title: "The welcome page",
  length: { rounds: 5, seconds: 4 },

  async measure({ rounds, seconds }, say) {
    const load = startLoad();
    const site = await startSite();
    const cookie = await register(site);
    const bare = await startBare(site, cookie);
    const rate = async ({ url }: ServerProcess, length: number): Promise<number> => {
      const task = { url: `${url}/welcome`, cookies: [cookie], seconds: length };
      return (await load.run(task)).requestsPerSecond;
    };
    try {
      const ours: number[] = [];
      const theirs: number[] = [];
      // Warm both before anything counts.
      for (const server of [bare, site]) await rate(server, 2);
      for (let round = 1; round <= rounds; round += 1) {
        theirs.push(await rate(bare, seconds));
        ours.push(await rate(site, seconds));
        say(`round ${round} of ${rounds}: bare ${theirs.at(-1)}, ours ${ours.at(-1)}`);
      }
      const figures = figuresOf(ours, theirs);
      return { markdown: asMarkdown(figures), json: { figures } };
    } finally {
      await load.stop();
      await bare.stop();
      await site.stop();
      removeFolder(site.folder);
    }
  },
};

const figuresOf = (ours: readonly number[], theirs: readonly number[]): readonly Figure[] => {
  const share = spread(ratios(ours, theirs));
  return [
    {
      name: "bare Hono, the same page without a session",
      unit: " requests/s",
      measured: spread(theirs),
    },
    {
      name: "`/welcome`, logged in, signed cookie, register checked",
      unit: " requests/s",
      measured: spread(ours),
    },
    {
      name: "share of bare Hono",
      unit: "",
      measured: share,
      target: "0.80 or more",
      isReached: share.median >= 0.8,
    },
  ];
};

/** Bare Hono, told to send what the site sends, and held to it byte for byte. */
const startBare = async (site: ServerProcess, cookie: string): Promise<ServerProcess> => {
  const ours = await fetch(`${site.url}/welcome`, { headers: { cookie } });
  const html = await ours.text();
  const ends = Date.parse(/datetime="([^"]+)"/.exec(html)?.[1] ?? "");
  const environment = {
    BENCH_LIKE: JSON.stringify(Object.fromEntries(ours.headers)),
    BENCH_ENDS: String(ends),
  };
  const bare = await startServer(["bench/bare-hono.ts"], environment, site.folder);
  const theirs = await fetch(`${bare.url}/welcome`, { headers: { cookie } });
  const isSame =
    (await theirs.text()) === html &&
    [...ours.headers.keys()].join() === [...theirs.headers.keys()].join();
  if (!isSame) throw new Error("the bare page is not the same page");
  return bare;
};
