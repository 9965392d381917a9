import { setTimeout as later } from "node:timers/promises";
import { background } from "./background.ts";
import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { removeFolder } from "./server-process.ts";
import { register, startSite } from "./site.ts";
import { atLeast } from "./targets.ts";

const COST = "12";

/** How many log in while nobody wants anything else, over what bcrypt alone could do on the same cores. */
export const logins: Part = {
  name: "logins",
  title: "Logins alone",
  length: { rounds: 5, seconds: 20 },

  async measure({ rounds, seconds }, say) {
    const site = await startSite({ COUNTERSIGN_BCRYPT_COST: COST });
    const rates: Rates = { logins: [], hashes: [] };
    try {
      await register(site);
      for (let round = 1; round <= rounds; round += 1) {
        const before = await hashesPerSecond(seconds / 2);
        rates.logins.push(await loginsPerSecond(site.url, seconds));
        const after = await hashesPerSecond(seconds / 2);
        rates.hashes.push((before + after) / 2);
        const [logged, hashed] = [rates.logins.at(-1), rates.hashes.at(-1)];
        say(
          `round ${round} of ${rounds}: ${logged?.toFixed(2)} logins, ${hashed?.toFixed(2)} hashes`,
        );
      }
    } finally {
      await site.stop();
      removeFolder(site.folder);
    }
    const figures = figuresOf(rates);
    return { markdown: asMarkdown(figures), figures };
  },
};

/** A second, round by round. */
interface Rates {
  readonly logins: number[];
  readonly hashes: number[];
}

const figuresOf = ({ logins, hashes }: Rates): readonly Figure[] => {
  const share = spread(ratios(logins, hashes));
  return [
    { name: `logins, 16 waiting, at cost ${COST}`, unit: " a second", measured: spread(logins) },
    {
      name: "bcrypt alone, at the same cost on every core",
      unit: " a second",
      measured: spread(hashes),
    },
    {
      name: "logins over what the cores can hash",
      unit: "",
      measured: share,
      ...atLeast(0.85, share.median),
    },
  ];
};

const hashesPerSecond = async (length: number): Promise<number> => {
  const others = await background("bench/hash-rate.ts", COST);
  await later(length * 1_000);
  const { hashes, seconds } = JSON.parse(await others.stop()) as {
    readonly hashes: number;
    readonly seconds: number;
  };
  return hashes / seconds;
};

const loginsPerSecond = async (url: string, length: number): Promise<number> => {
  const client = await background("bench/login-storm.ts", url, "right", "form");
  await later(length * 1_000);
  const { answered, seconds } = JSON.parse(await client.stop()) as {
    readonly answered: Readonly<Record<string, number>>;
    readonly seconds: number;
  };
  const { 303: loggedIn = 0, ...others } = answered;
  if (Object.keys(others).length > 0) {
    throw new Error(`logins were answered with ${JSON.stringify(answered)}`);
  }
  return loggedIn / seconds;
};
