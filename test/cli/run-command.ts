import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { bareEnvironment, MAIN } from "../stories/site-process.ts";

/** How a command ended, and what it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandResult extends Finished {
  /** Throws unless what was printed is JSON. */
  json(): unknown;
}

export interface CommandSurroundings {
  /** The working directory, in which `data/` is made. */
  readonly folder: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Everything that a command finds when it starts. */
export interface CommandRun {
  readonly words: readonly string[];
  readonly folder: string;
  readonly input: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * `countersign …` to its end, with words, folder, environment and streams of its own. To start a process
 * costs half a second of processor time, so all commands of a test process are run by one beside it,
 * one after another; each file of tests has commands that are processes of their own as well.
 */
export const runCommand = async (
  words: readonly string[],
  surroundings: CommandSurroundings,
): Promise<CommandResult> => {
  // They take the whole process for themselves.
  if (words[0] === "serve" || words[0] === "shell") return runProcess(words, surroundings);
  return withJson(await atHost(commandRun(words, surroundings)));
};

/** `countersign serve …` that does not start: else it would have no end. */
export const runRefused = async (
  words: readonly string[],
  surroundings: CommandSurroundings,
): Promise<CommandResult> => withJson(await atHost(commandRun(words, surroundings)));

/** `countersign …` as a process of its own, to its end. */
export const runProcess = async (
  words: readonly string[],
  surroundings: CommandSurroundings,
): Promise<CommandResult> => {
  const { folder, input, environment } = commandRun(words, surroundings);
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder, env: environment });
  // A command that wants no input may be gone before it is written.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const closed = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number | null];
  return withJson({ code, out, err });
};

const commandRun = (
  words: readonly string[],
  { folder, input = "", environment = {} }: CommandSurroundings,
): CommandRun => ({
  words,
  folder,
  input,
  environment: {
    ...bareEnvironment(),
    NODE_ENV: "development",
    COUNTERSIGN_BCRYPT_COST: "4",
    ...environment,
  },
});

const withJson = (finished: Finished): CommandResult => ({
  ...finished,
  json: (): unknown => JSON.parse(finished.out),
});

let host: ChildProcess | undefined;
after(async () => {
  if (!host) return;
  const ended = once(host, "exit");
  host.ref();
  host.disconnect();
  await ended;
});

let asked = 0;
let open = 0;

const atHost = async (wanted: CommandRun): Promise<Finished> => {
  host ??= startHost();
  const child = host;
  asked += 1;
  const id = asked;
  open += 1;
  child.channel?.ref();
  try {
    return await new Promise((resolve, reject) => {
      const hear = (said: { readonly id: number; readonly finished: Finished }): void => {
        if (said.id !== id) return;
        child.off("message", hear).off("exit", fail);
        resolve(said.finished);
      };
      const fail = (): void => {
        host = undefined;
        reject(new Error(`${wanted.words.join(" ")}: the process of the commands ended`));
      };
      child.on("message", hear).once("exit", fail);
      child.send({ id, wanted });
    });
  } finally {
    open -= 1;
    // Between commands it holds nothing up, and it ends with this process.
    if (open === 0) child.channel?.unref();
  }
};

/** As `tools/countersign.js` has it. */
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/countersign", import.meta.url));

const startHost = (): ChildProcess => {
  const path = fileURLToPath(new URL("command-host.ts", import.meta.url));
  const child = fork(path, {
    env: { ...bareEnvironment(), NODE_COMPILE_CACHE: CACHE },
    execArgv: [],
  });
  child.setMaxListeners(0);
  child.unref();
  return child;
};
