import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { bareEnvironment, MAIN } from "../stories/site-process.ts";

/** Of util-linux, which lends a program a terminal. */
const SCRIPT = "/usr/bin/script";

/** Why there is no terminal to be had; false if there is. */
export const skipsTerminal: string | false =
  process.platform === "linux" && existsSync(SCRIPT) ? false : "needs the script of util-linux";

export interface TerminalResult {
  readonly code: number | null;
  /** What the terminal showed: both outputs, and what it echoed of the input. */
  readonly shown: string;
}

/** One answer a question: typed once the terminal has shown what stands before it. */
export type Dialogue = readonly (readonly [question: string, answer: string])[];

/**
 * `countersign …` on a terminal, to its end.
 *
 * @param into the file in its folder that its standard output goes into, and not to the terminal
 */
export const onTerminal = async (
  words: readonly string[],
  folder: string,
  dialogue: Dialogue = [],
  into?: string,
): Promise<TerminalResult> => {
  const quoted = [process.execPath, MAIN, ...words].map((word) => `'${word}'`).join(" ");
  const command = into === undefined ? quoted : `${quoted} > '${into}'`;
  const child = spawn(SCRIPT, ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: folder,
    env: { ...bareEnvironment(), NODE_ENV: "development", COUNTERSIGN_BCRYPT_COST: "4" },
  });
  let shown = "";
  let read = 0;
  const open = [...dialogue];
  child.stdout.on("data", (chunk) => {
    shown += chunk;
    const [next] = open;
    const at = next ? shown.indexOf(next[0], read) : -1;
    if (!next || at < 0) return;
    read = at + next[0].length;
    open.shift();
    child.stdin.write(next[1]);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, shown };
};
