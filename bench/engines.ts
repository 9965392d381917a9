import { enginePlot } from "./engine-plot.ts";
import {
  type MeasuredFramework,
  type Running,
  type RunningStack,
  runRounds,
} from "./engine-rounds.ts";
import { FRAMEWORKS, type Framework, SERVERS, STACKS, type Stack } from "./engine-stacks.ts";
import { engineTable, readingFigures } from "./engine-table.ts";
import { installPeers } from "./install-pinned.ts";
import { type LoadGenerator, startLoad } from "./load.ts";
import type { Length, Part } from "./part.ts";
import { startRedis } from "./redis-server.ts";
import { REPORTING, removeFolder, startServer } from "./server-process.ts";
import { beginSessions, expectBare, strangers } from "./visitors.ts";

type Say = (text: string) => void;

/** What each engine, and each peer, adds to a request, over the same page without a session. */
export const engines: Part = {
  name: "engines",
  title: "What a session adds to a request",
  length: { rounds: 5, seconds: 1 },

  async measure(length, say) {
    const peers = installPeers(say);
    const redis = await startRedis();
    const load = startLoad();
    const missing: string[] = [];
    const canRun = (stack: Stack): boolean => {
      const why = whyNot(stack, peers, redis !== undefined);
      if (why === undefined) return true;
      missing.push(`${stack.name}: not measured, ${why}`);
      return false;
    };
    try {
      const frameworks = [];
      for (const framework of FRAMEWORKS) {
        const stacks = STACKS.filter((stack) => stack.framework === framework).filter(canRun);
        say([framework, ...stacks.map(({ name }) => name)].join(", "));
        const environment = { BENCH_REDIS: redis?.url ?? "", NODE_ENV: "production" };
        const measured = await measureFramework(load, framework, stacks, environment, length, say);
        frameworks.push({ framework, ...measured });
      }
      for (const line of missing) say(line);
      const tables = frameworks.map((each) => engineTable(each.framework, each));
      const versions = [...peers].map(([name, version]) => `${name} ${version}`).join(", ");
      return {
        markdown: [...tables, ...missing, `Peers: ${versions}.`].join("\n\n"),
        figures: frameworks.flatMap(({ framework, stacks }) =>
          readingFigures(`On ${framework}`, stacks),
        ),
        plots: frameworks.map(({ framework, stacks }) => enginePlot(framework, stacks)),
        json: { frameworks, missing, peers: Object.fromEntries(peers) },
      };
    } finally {
      await load.stop();
      await redis?.stop();
    }
  },
};

const whyNot = (
  { peers, needsRedis }: Stack,
  installed: ReadonlyMap<string, string>,
  hasRedis: boolean,
): string | undefined => {
  const absent = peers.find((name) => !installed.has(name));
  if (absent !== undefined) return `${absent} could not be installed`;
  return needsRedis && !hasRedis
    ? "no redis-server on this machine (Debian: apt-get install redis-server)"
    : undefined;
};

const measureFramework = async (
  load: LoadGenerator,
  framework: Framework,
  stacks: readonly Stack[],
  environment: Readonly<Record<string, string>>,
  length: Length,
  say: Say,
): Promise<MeasuredFramework> => {
  const servers: Running["server"][] = [];
  const start = async (words: readonly string[]): Promise<Running["server"]> => {
    const server = await startServer([...REPORTING, ...words], environment);
    servers.push(server);
    return server;
  };
  try {
    const bare: Running = {
      server: await start([SERVERS[framework], "none"]),
      visitors: strangers(),
    };
    await expectBare(bare.server.url);
    const running: RunningStack[] = [];
    for (const stack of stacks) {
      const server = await start(stack.words);
      const visitors = await beginSessions(server.url, stack.engine !== undefined);
      running.push({ stack, server, visitors });
    }
    return await runRounds(load, bare, running, length, say);
  } finally {
    for (const server of servers) {
      await server.stop();
      removeFolder(server.folder);
    }
  }
};
