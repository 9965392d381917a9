import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";

/** `countersign serve` as a process of its own. */
export interface SiteProcess {
  /** Where it listens. */
  readonly url: string;
  readonly origin: string;
  readonly database: string;
  readonly child: ChildProcess;
  /** Everything it wrote, line by line. */
  readonly output: readonly string[];
  /** Sends a signal, and says how it ended. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export const MAIN: string = fileURLToPath(new URL("../../tools/countersign.js", import.meta.url));

/** This machine's, without anything that is ours or decides how we run; what was compiled once may be kept. */
export const bareEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:COUNTERSIGN_|NODE_(?!COMPILE_CACHE$)|LOG_LEVEL$|HOST$|PORT$)/.test(name),
    ),
  );

export interface Wanted {
  /** In which its database lies. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** A line of shell before it, such as `umask 000`. */
  readonly shell?: string;
}

/**
 * Starts the site, in development on any free port unless told otherwise, and waits until it listens.
 * Workers are told a port that was free a moment ago; if somebody else has taken it, another is tried.
 */
export const siteProcess = async (
  t: Pick<TestContext, "after">,
  wanted: Wanted,
): Promise<SiteProcess> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await started(t, wanted);
    } catch (error) {
      if (tries === 3 || !/countersign: PORT: /.test(String(error))) throw error;
    }
  }
};

const started = async (
  t: Pick<TestContext, "after">,
  { folder, environment, flags = ["--development"], shell }: Wanted,
): Promise<SiteProcess> => {
  const command = [process.execPath, MAIN, "serve", ...flags];
  const [file = "", ...words] = shell
    ? ["/bin/sh", "-c", `${shell}; exec "$@"`, "sh", ...command]
    : command;
  const database = join(folder, "site.db");
  const mode = environment?.["NODE_ENV"] ?? "development";
  const isDevelopment = flags.includes("--development") && mode === "development";
  // A public origin says nothing of the port behind it.
  const port = environment?.["COUNTERSIGN_ORIGIN"] === undefined ? "0" : String(await freePort());
  const child = spawn(file, words, {
    cwd: folder,
    env: {
      ...bareEnvironment(),
      PORT: port,
      COUNTERSIGN_BCRYPT_COST: "4",
      COUNTERSIGN_DATABASE: `sqlite:${database}`,
      // Crowds come from one address here, to one account. Production does not let them.
      ...(isDevelopment ? { COUNTERSIGN_THROTTLE: "off" } : {}),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal }) as Ended);
  const end = (signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  t.after(() => end("SIGKILL"));

  createInterface({ input: child.stderr }).on("line", (line) => output.push(line));
  const lines = createInterface({ input: child.stdout });
  const listening = new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      output.push(line);
      const origin = /"msg":"listening at /.test(line) ? originIn(line) : undefined;
      if (origin !== undefined) resolve(origin);
    });
    ended.then(() => reject(new Error(`It did not start:\n${output.join("\n")}`)));
  });
  const origin = await listening;
  const url = port === "0" ? origin : `http://127.0.0.1:${port}`;
  return { url, origin, database, child, output, end, ended };
};

const originIn = (line: string): string => (JSON.parse(line) as { origin: string }).origin;
