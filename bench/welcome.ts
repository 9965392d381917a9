import { createClient } from "./client.ts";
import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { installPeers } from "./install-peers.ts";
import { startLoad } from "./load.ts";
import type { Part } from "./part.ts";
import { removeFolder, type ServerProcess, startServer } from "./server-process.ts";
import { register, startSite } from "./site.ts";
import { atLeast } from "./targets.ts";

/** In seconds; better-auth's own default. */
const COOKIE_CACHE = 300;

/**
 * `/welcome` of a logged-in user on our site, beside the same page in bare Hono without a session, and by
 * better-auth.
 */
export const welcome: Part = {
  name: "welcome",
  title: "The welcome page",
  length: { rounds: 5, seconds: 4 },

  async measure({ rounds, seconds }, say) {
    const version = installPeers(say).get("better-auth");
    const load = startLoad();
    const pages: Page[] = [];
    const rate = async ({ server, cookie }: Page, length: number): Promise<number> => {
      const task = { url: `${server.url}/welcome`, cookies: [cookie], seconds: length };
      return (await load.run(task)).requestsPerSecond;
    };
    const run = async (name: string, start: () => Promise<Served>): Promise<Page> => {
      const page = { name, ...(await start()), rates: [] };
      pages.push(page);
      return page;
    };
    try {
      const ours = await run("`/welcome`, logged in, signed cookie, register checked", startOurs);
      const model = await lookAt(ours);
      const bare = await run("bare Hono, the same page without a session", () =>
        startBare(model, ours),
      );
      if (version !== undefined) {
        await run("better-auth on Hono, the same page, SQLite", () => startBetterAuth(model));
        await run("the same with its cookie cache, which is not asked what was ended", () =>
          startBetterAuth(model, COOKIE_CACHE),
        );
      }
      // Warm all before anything counts.
      for (const page of pages) await rate(page, 2);
      for (let round = 1; round <= rounds; round += 1) {
        for (const page of pages) page.rates.push(await rate(page, seconds));
        const rates = pages.map((page) => Math.round(page.rates.at(-1) ?? 0)).join(", ");
        say(`round ${round} of ${rounds}: ours, bare, others: ${rates}`);
      }
      const [, , ...others] = pages;
      const figures = figuresOf(ours, bare, others);
      const peers = version === undefined ? "" : `\n\nPeers: better-auth ${version}.`;
      return { markdown: asMarkdown(figures) + peers, figures, json: { version } };
    } finally {
      await load.stop();
      for (const { server } of pages) {
        await server.stop();
        removeFolder(server.folder);
      }
    }
  },
};

/** A server that runs, and somebody who is logged in there. */
interface Served {
  readonly server: ServerProcess;
  readonly cookie: string;
}

interface Page extends Served {
  readonly name: string;
  /** Requests a second, turn by turn. */
  readonly rates: number[];
}

const figuresOf = (ours: Page, bare: Page, others: readonly Page[]): readonly Figure[] => {
  const rate = ({ name, rates }: Page): Figure => ({
    name,
    unit: " requests/s",
    measured: spread(rates),
  });
  const share = spread(ratios(ours.rates, bare.rates));
  return [
    rate(bare),
    rate(ours),
    {
      name: "share of bare Hono",
      unit: "",
      measured: share,
      ...atLeast(0.8, share.median),
    },
    ...others.flatMap((each) => [
      rate(each),
      { name: "share of bare Hono", unit: "", measured: spread(ratios(each.rates, bare.rates)) },
    ]),
  ];
};

/** What our site sends, and everybody else has to. */
interface Model {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const lookAt = async ({ server, cookie }: Served): Promise<Model> => {
  const response = await fetch(`${server.url}/welcome`, { headers: { cookie } });
  return { html: await response.text(), headers: Object.fromEntries(response.headers) };
};

/** Holds a page to ours, header by header; `shape` takes away what may differ. */
const expectSame = async (
  page: Served,
  { html, headers }: Model,
  shape: (html: string) => string,
): Promise<Served> => {
  const theirs = await lookAt(page);
  const isSame =
    shape(theirs.html) === shape(html) &&
    Object.keys(theirs.headers).join() === Object.keys(headers).join();
  if (!isSame) throw new Error("a page beside ours is not the same page");
  return page;
};

const startOurs = async (): Promise<Served> => {
  const server = await startSite();
  return { server, cookie: await register(server) };
};

/** Bare Hono, over our very database. */
const startBare = async (model: Model, { server, cookie }: Served): Promise<Served> => {
  const ends = Date.parse(/datetime="([^"]+)"/.exec(model.html)?.[1] ?? "");
  const environment = { BENCH_LIKE: JSON.stringify(model.headers), BENCH_ENDS: String(ends) };
  const bare = await startServer(["bench/bare-hono.ts"], environment, server.folder);
  return expectSame({ server: bare, cookie }, model, (html) => html);
};

/** @param maxAge of its cookie cache, in seconds; without one it is off */
const startBetterAuth = async (model: Model, maxAge = 0): Promise<Served> => {
  const server = await startServer(["bench/peers/better-auth.js", String(maxAge)], {
    BENCH_LIKE: JSON.stringify(model.headers),
    BENCH_NAME: "ada",
    NODE_ENV: "production",
  });
  const client = createClient(server.url);
  const { cookie } = await client.ask("GET", "/begin");
  client.close();
  // Its user registered a moment later than ours.
  return expectSame({ server, cookie }, model, (html) => html.replace(/<time.*?<\/time>/g, ""));
};
