import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { bareEnvironment, MAIN } from "../stories/site-process.ts";

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Throws unless what was printed is JSON. */
  json(): unknown;
}

export interface CommandSurroundings {
  /** The working directory, in which `data/` is made. */
  readonly folder: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** `countersign …` as a process of its own, to its end. */
export const runCommand = async (
  words: readonly string[],
  { folder, input = "", environment = {} }: CommandSurroundings,
): Promise<CommandResult> => {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: folder,
    env: {
      ...bareEnvironment(),
      NODE_ENV: "development",
      COUNTERSIGN_BCRYPT_COST: "4",
      ...environment,
    },
  });
  // A command that wants no input may be gone before it is written.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const closed = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number | null];
  return { code, out, err, json: (): unknown => JSON.parse(out) };
};
