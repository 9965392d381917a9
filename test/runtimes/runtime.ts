import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { bareEnvironment } from "../stories/site-process.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const COMMANDS = join(HERE, "node_modules/.bin");

/** How each runtime is asked to run a file of ours, with the packages that are installed here. */
const WORDS = {
  bun: ["run"],
  deno: ["run", "--allow-all", "--no-lock", "--node-modules-dir=manual"],
} as const;

export type Runtime = keyof typeof WORDS;

export const runtimes = Object.keys(WORDS) as readonly Runtime[];

/** Why the tests in other runtimes are skipped here, or false. Where CI=true they are required. */
export const skipsRuntimes: string | false =
  !existsSync(COMMANDS) && process.env["CI"] !== "true"
    ? "Bun and Deno are not installed (npm ci --prefix test/runtimes)"
    : false;

/** Runs a file that says in its first line where it listens, and waits for that. */
export const listeningIn = async (
  t: Pick<TestContext, "after">,
  runtime: Runtime,
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> => {
  const child = spawn(join(COMMANDS, runtime), [...WORDS[runtime], join(HERE, file)], {
    env: { ...bareEnvironment(), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    ended.then(() => Promise.reject(new Error(`${runtime} did not start:\n${complaints}`))),
  ])) as [string];
  return line;
};
