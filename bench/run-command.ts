import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { leaveNoneBehind } from "./server-process.ts";

export interface RunCommand {
  readonly lines: number;
  /** From the spawn to the first line, and to the end; in seconds. */
  readonly firstLine: number;
  readonly whole: number;
  /** Resident memory at most, in megabytes. */
  readonly peak: number;
}

/** `countersign …` over a SQLite file, to its end. Rejects if it fails. */
export const runCommand = async (path: string, words: readonly string[]): Promise<RunCommand> => {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "./bench/report-peak.ts", "src/cli/main.ts", ...words],
    {
      env: {
        ...process.env,
        NODE_ENV: "development",
        COUNTERSIGN_DATABASE: `sqlite:${path}`,
        COUNTERSIGN_ENGINE: "database",
      },
      stdio: ["ignore", "pipe", "inherit", "pipe"],
    },
  );
  leaveNoneBehind(child);
  let firstLine: number | undefined;
  let lines = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    firstLine ??= (performance.now() - began) / 1_000;
    for (const byte of chunk) if (byte === LINE_FEED) lines += 1;
  });
  const [kilobytes, [code]] = await Promise.all([
    text(child.stdio[3] as Readable),
    once(child, "close"),
  ]);
  if (code !== 0) throw new Error(`${words.join(" ")} ended with code ${code}`);
  const whole = (performance.now() - began) / 1_000;
  return { lines, firstLine: firstLine ?? whole, whole, peak: (Number(kilobytes) * 1_024) / 1e6 };
};

const LINE_FEED = 10;
