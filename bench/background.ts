import { spawn } from "node:child_process";
import { once } from "node:events";
import { leaveNoneBehind, stop } from "./server-process.ts";

export interface Background {
  /** Ends it; what it printed last. */
  stop(): Promise<string>;
}

/** In milliseconds: 16 logins that wait for a machine that does other things as well. */
const LONGEST_END = 60_000;

/** Starts a script and waits until it says that it has started. */
export const background = async (script: string, ...words: string[]): Promise<Background> => {
  const child = spawn(process.execPath, [script, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  leaveNoneBehind(child);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await once(child.stdout, "data");
  return {
    async stop() {
      await stop(child, LONGEST_END);
      return output.trim().split("\n").at(-1) ?? "";
    },
  };
};
