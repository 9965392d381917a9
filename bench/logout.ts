import { type Ended, endSession } from "./ended-session.ts";
import { type EndingSite, type Stores, startEndingSite } from "./ending-site.ts";
import { type EndingStack, endingStacks } from "./ending-stacks.ts";
import { type EndedStack, endingFigures, endingTable } from "./ending-table.ts";
import { installPeers } from "./install-pinned.ts";
import type { Length, Part } from "./part.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis-server.ts";

/** Logouts of one stack in a round, where none takes long. */
const TURN = 100;
/** The same where the database has to come back before the next one. */
const FAULTY_TURN = 4;

/** From the answer of a logout on one process to the refusal on another. */
export const logout: Part = {
  name: "logout",
  title: "From a logout on one process to the refusal on another",
  length: { rounds: 5, seconds: 10 },

  async measure(length, say) {
    const peers = installPeers(say);
    const stores: Stores = { redis: await startRedis(), postgres: await startPostgres() };
    const missing: string[] = [];
    const sites: Site[] = [];
    try {
      for (const stack of endingStacks(length.seconds)) {
        const absent = whatIsMissing(stack, peers, stores);
        if (absent !== undefined) missing.push(`${stack.name}: not measured, no ${absent} here`);
        else sites.push({ stack, ended: [], ...(await startEndingSite(stack, stores)) });
      }
      await runRounds(sites, length, say);
    } finally {
      for (const { processes } of sites) await processes.stop();
      await stores.redis?.stop();
      await stores.postgres?.stop();
    }
    for (const line of missing) say(line);
    const versions = [...peers].filter(([name]) =>
      sites.some(({ stack }) => stack.peers.includes(name)),
    );
    const named = versions.map(([name, version]) => `${name} ${version}`).join(", ");
    return {
      markdown: [endingTable(sites, length.seconds), ...missing, `Peers: ${named}.`].join("\n\n"),
      figures: endingFigures(sites),
      json: {
        stacks: sites.map(({ stack, ended }) => ({ stack, ended })),
        missing,
        peers: Object.fromEntries(versions),
      },
    };
  },
};

const whatIsMissing = (
  { peers, needs }: EndingStack,
  installed: ReadonlyMap<string, string>,
  { redis, postgres }: Stores,
): string | undefined => {
  if (needs === "redis-server" && !redis) return needs;
  if (needs === "PostgreSQL" && !postgres) return needs;
  return peers.find((name) => !installed.has(name));
};

interface Site extends EndedStack, EndingSite {
  readonly ended: Ended[];
}

/** Those that take seconds wait together: it is the same clock that they wait for. */
const runRounds = async (
  sites: readonly Site[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<void> => {
  const endOne = async ({ stack, ended, processes, fault }: Site): Promise<void> => {
    ended.push(await endSession(processes, stack.ways, seconds * 1_000, fault?.begin));
    await fault?.end();
  };
  const [slow, quick] = [true, false].map((is) =>
    sites.filter(({ stack }) => (stack.isSlow === true) === is),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const site of quick ?? []) {
      const turn = site.fault ? FAULTY_TURN : TURN;
      for (let at = 0; at < turn; at += 1) await endOne(site);
    }
    await Promise.all((slow ?? []).map(endOne));
    say(`round ${round} of ${rounds}`);
  }
};
