import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../stories/free-port.ts";
import { type Ending, temporaryFolder } from "../stories/temporary-folder.ts";

const program = process.env["PATH"]
  ?.split(delimiter)
  .map((folder) => join(folder, "redis-server"))
  .find((path) => {
    try {
      accessSync(path);
      return true;
    } catch {
      return false;
    }
  });

/** Why tests with a Redis are skipped here, or false. Where CI=true one is required instead. */
export const skipsRedis: string | false =
  program === undefined && process.env["CI"] !== "true"
    ? "no redis-server on this machine (Debian: apt-get install redis-server)"
    : false;

/** A real Redis that keeps nothing on the disk, at a port of its own on this machine alone. */
export interface RedisServer {
  readonly port: number;
  /** At the same port, and as empty as one that keeps nothing is. */
  start(): Promise<void>;
  /** By SIGKILL: it has no time to say goodbye. */
  kill(): Promise<void>;
  /** It is there, takes connections, and answers nothing. */
  pause(): void;
  resume(): void;
}

/** Gone when the test is over, whatever state it is in. */
export const redisServer = async (t: Ending, ...flags: readonly string[]): Promise<RedisServer> => {
  const [folder, port] = [temporaryFolder(t), await freePort()];
  const quiet = ["--dir", folder, "--save", "", "--appendonly", "no"];
  const words = ["--port", String(port), "--bind", "127.0.0.1", ...quiet, ...flags];
  let child: ChildProcess | undefined;

  const server: RedisServer = {
    port,
    async start() {
      child = await begin(words);
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "close");
    },
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
  };
  t.after(() => server.kill());
  await server.start();
  return server;
};

const begin = async (words: readonly string[]): Promise<ChildProcess> => {
  if (program === undefined) throw new Error("CI=true needs it: apt-get install redis-server");
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const output: string[] = [];
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      output.push(line);
      if (line.includes("Ready to accept connections")) resolve();
    });
    child.once("close", () => reject(new Error(`It did not start:\n${output.join("\n")}`)));
  });
  return child;
};
