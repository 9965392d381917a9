import { join } from "node:path";
import { type Figure, spread } from "./figures.ts";
import { installDjango } from "./install-django.ts";
import { installPeers } from "./install-pinned.ts";
import { registerClasses, UNKNOWN } from "./login-classes.ts";
import type { Part } from "./part.ts";
import { removeFolder, type ServerProcess, startServer } from "./server-process.ts";
import { atMost } from "./targets.ts";
import { type Refused, refusedAt, type TimedPairs, timePairs } from "./time-logins.ts";

/** A refused login beside one of an unknown name. */
interface TimedClass extends TimedPairs {
  readonly system: string;
  readonly what: string;
}

const OURS = "Countersign";

/** Before anything is measured: the first in each thread loads and measures by itself. */
const WARMING = 4;

/** How long a refused login takes, whoever is named: pairs, each beside an unknown name. */
export const loginTimes: Part = {
  name: "login-times",
  title: "A refused login, beside one of an unknown name",
  length: { rounds: 40, seconds: 0 },

  async measure({ rounds }, say) {
    const versions = installPeers(say);
    installDjango(say);
    const timed = [...(await timeOurs(rounds, say))];
    const missing: string[] = [];
    for (const peer of PEERS) {
      const found = await timePeer(peer, rounds).catch((error: Error) => {
        say(`${peer.system}: ${error.message}`);
        missing.push(`${peer.system}: not measured, it does not start here.`);
        return undefined;
      });
      if (found) timed.push(found);
    }
    const version = versions.get("better-auth") ?? "none";
    const markdown = [table(timed), ...missing, `better-auth ${version}.`].join("\n\n");
    return { markdown, figures: figuresOf(timed), json: { timed, missing, betterAuth: version } };
  },
};

const timeOurs = async (
  pairs: number,
  say: (text: string) => void,
): Promise<readonly TimedClass[]> => {
  const site = await startServer(["tools/countersign.js", "serve", "--development"], {
    COUNTERSIGN_THROTTLE: "off",
  });
  try {
    const refused = refusedAt(site.url);
    const timed: TimedClass[] = [];
    for (const each of await registerClasses(site.url, join(site.folder, "bench.db"))) {
      for (let at = 0; at < WARMING; at += 1) await refused(each);
      const times = await timePairs(refused, each, UNKNOWN, pairs);
      timed.push({ system: OURS, what: each.what, ...times });
      say(`${each.what}: ${percent(times.difference)}`);
    }
    return timed;
  } finally {
    await end(site);
  }
};

interface Peer {
  readonly system: string;
  readonly script: string;
  /** Asked once, so that there is the user whose password is wrong. */
  readonly begin?: string;
}

const PEERS: readonly Peer[] = [
  { system: "better-auth", script: "bench/peers/better-auth.js", begin: "/begin" },
  { system: "Django", script: "bench/servers/django.ts" },
];

interface Credentials {
  readonly email: string;
  readonly password: string;
}

const timePeer = async ({ system, script, begin }: Peer, pairs: number): Promise<TimedClass> => {
  const server = await startServer([script], { NODE_ENV: "production" });
  try {
    if (begin !== undefined) await (await fetch(server.url + begin)).arrayBuffer();
    const refused: Refused<Credentials> = async (body) => {
      const answer = await fetch(`${server.url}/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      await answer.arrayBuffer();
      if (answer.status !== 401) throw new Error(`a login was answered with ${answer.status}`);
    };
    const password = "some other words entirely";
    const known = { email: "ada@bench.example", password };
    const unknown = { email: "nobody@bench.example", password };
    for (let at = 0; at < WARMING; at += 1) await refused(known);
    const times = await timePairs(refused, known, unknown, pairs);
    return { system, what: "a wrong password", ...times };
  } finally {
    await end(server);
  }
};

const end = async (server: ServerProcess): Promise<void> => {
  await server.stop();
  removeFolder(server.folder);
};

/** Of ours: how far apart the medians are, whichever is the longer. */
const figuresOf = (timed: readonly TimedClass[]): readonly Figure[] =>
  timed
    .filter(({ system }) => system === OURS)
    .map(({ what, difference }) => {
      const apart = 100 * Math.abs(difference);
      const name = `a login refused for ${what}, beside one of an unknown name`;
      return { name, unit: " %", measured: spread([apart]), ...atMost(5, apart, " %") };
    });

const percent = (share: number): string => `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)} %`;

const table = (timed: readonly TimedClass[]): string =>
  [
    "| | Refused for | Median | Spread | An unknown name | Difference |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...timed.map(({ system, what, known, unknown, difference }) => {
      const cells = [
        system,
        what,
        `${known.median.toFixed(1)} ms`,
        `${known.min.toFixed(0)} to ${known.max.toFixed(0)}`,
        `${unknown.median.toFixed(1)} ms`,
        percent(difference),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n");
