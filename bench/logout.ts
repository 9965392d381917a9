import { randomBytes } from "node:crypto";
import { type Ended, endSession } from "./ended-session.ts";
import { type EndingStack, endingStacks } from "./ending-stacks.ts";
import { type EndedStack, endingTable } from "./ending-table.ts";
import { installPeers } from "./install-peers.ts";
import type { Length, Part } from "./part.ts";
import { startRedis } from "./redis-server.ts";
import { startTwo, type TwoProcesses } from "./two-processes.ts";

/** Logouts of one stack in a round, where none takes seconds. */
const TURN = 100;

/** From the answer of a logout on one process to the refusal on another. */
export const logout: Part = {
  name: "logout",
  title: "From a logout on one process to the refusal on another",
  length: { rounds: 5, seconds: 10 },

  async measure(length, say) {
    const peers = installPeers(say);
    const redis = await startRedis();
    const environment = {
      BENCH_REDIS: redis?.url ?? "",
      BENCH_SECRET: randomBytes(32).toString("base64url"),
      NODE_ENV: "production",
    };
    const missing: string[] = [];
    const sites: Site[] = [];
    try {
      for (const stack of endingStacks(length.seconds)) {
        const absent = whatIsMissing(stack, peers, redis !== undefined);
        if (absent !== undefined) missing.push(`${stack.name}: not measured, no ${absent} here`);
        else sites.push({ stack, ended: [], processes: await startTwo(stack.words, environment) });
      }
      await runRounds(sites, length, say);
    } finally {
      for (const { processes } of sites) await processes.stop();
      await redis?.stop();
    }
    for (const line of missing) say(line);
    const versions = [...peers].filter(([name]) =>
      sites.some(({ stack }) => stack.peers.includes(name)),
    );
    const named = versions.map(([name, version]) => `${name} ${version}`).join(", ");
    return {
      markdown: [endingTable(sites, length.seconds), ...missing, `Peers: ${named}.`].join("\n\n"),
      json: {
        stacks: sites.map(({ stack, ended }) => ({ stack, ended })),
        missing,
        peers: Object.fromEntries(versions),
      },
    };
  },
};

interface Site extends EndedStack {
  readonly ended: Ended[];
  readonly processes: TwoProcesses;
}

const whatIsMissing = (
  { peers, needs }: EndingStack,
  installed: ReadonlyMap<string, string>,
  hasRedis: boolean,
): string | undefined => {
  if (needs === "redis-server" && !hasRedis) return needs;
  return peers.find((name) => !installed.has(name));
};

/** Those that take seconds wait together: it is the same clock that they wait for. */
const runRounds = async (
  sites: readonly Site[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<void> => {
  const endOne = async ({ stack, ended, processes }: Site): Promise<void> => {
    ended.push(await endSession(processes, stack.ways, seconds * 1_000));
  };
  const [slow, quick] = [true, false].map((is) =>
    sites.filter(({ stack }) => (stack.isSlow === true) === is),
  );
  for (let round = 1; round <= rounds; round += 1) {
    for (const site of quick ?? []) for (let at = 0; at < TURN; at += 1) await endOne(site);
    await Promise.all((slow ?? []).map(endOne));
    say(`round ${round} of ${rounds}`);
  }
};
