import { createClient } from "./client.ts";
import type { Pair } from "./ended-session.ts";
import { removeFolder, startServer } from "./server-process.ts";

/** One site in two processes over one folder, each with a client of its own. */
export interface TwoProcesses extends Pair {
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** @param elsewhere what the second process is told otherwise */
export const startTwo = async (
  words: readonly string[],
  environment: Environment,
  elsewhere: Environment = {},
): Promise<TwoProcesses> => {
  const one = await startServer(words, environment);
  const other = await startServer(words, { ...environment, ...elsewhere }, one.folder);
  const [first, second] = [createClient(one.url), createClient(other.url)];
  return {
    first,
    second,
    async stop() {
      for (const client of [first, second]) client.close();
      for (const server of [one, other]) await server.stop();
      removeFolder(one.folder);
    },
  };
};
