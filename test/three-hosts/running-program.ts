import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as later } from "node:timers/promises";
import type { Command } from "../../examples/three-hosts/commands.ts";
import { bareEnvironment, type Ended } from "../stories/site-process.ts";
import type { Ending } from "../stories/temporary-folder.ts";
import type { Host } from "./host-network.ts";

/** A command on a host, which can be started again after its end. */
export interface RunningProgram {
  /** `host:port`, as it was wanted. */
  readonly address: string;
  /** Fulfilled when it takes connections, at once if it runs already. */
  start(): Promise<void>;
  /** Sends a signal, and says how the program ended. */
  end(signal: NodeJS.Signals): Promise<Ended>;
  /** The last lines, of all its lives, that somebody might want to read. */
  readonly said: readonly string[];
}

interface Wanted {
  readonly host: Host;
  readonly command: Command;
  /** Where it takes connections, `host:port`. */
  readonly address: string;
  readonly folder: string;
}

/** Where programs are looked for: haproxy lies where only root looks. */
export const SEARCHED: string = `${process.env["PATH"]}:/usr/sbin`;

const MOST_LINES = 200;

/** A request that was answered well: nobody wants to read of it. */
const NOISE = /"msg":"request"/;

/** Not running yet; gone when the test is over. */
export const runningProgram = (
  t: Ending,
  { host, command, address, folder }: Wanted,
): RunningProgram => {
  const said: string[] = [];
  let child: ChildProcess | undefined;
  let ended: Promise<Ended> | undefined;
  const hear = (line: string): void => {
    if (NOISE.test(line) && !/"status":5/.test(line)) return;
    said.push(line);
    if (said.length > MOST_LINES) said.shift();
  };
  const end: RunningProgram["end"] = (signal) => {
    child?.kill(signal);
    return ended ?? Promise.resolve({ code: null, signal: null });
  };
  t.after(() => void end("SIGKILL"));

  return {
    address,
    said,
    end,
    async start() {
      if (child && child.exitCode === null && child.signalCode === null) return;
      const [program = "", ...words] = [...host.enter, ...command.words];
      const started = spawn(program, words, {
        cwd: folder,
        env: { ...bareEnvironment(), PATH: SEARCHED, ...command.environment },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      ended = once(started, "exit").then(([code, signal]) => ({ code, signal }) as Ended);
      createInterface({ input: started.stdout }).on("line", hear);
      createInterface({ input: started.stderr }).on("line", hear);
      while (!(await takesConnections(address))) {
        if (started.exitCode !== null || started.signalCode !== null) {
          throw new Error(`${words.join(" ")} did not start:\n${said.join("\n")}`);
        }
        await later(20);
      }
    },
  };
};

const takesConnections = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(`tcp://${address}`);
    const socket = connect(Number(port), hostname);
    const settle = (does: boolean): void => {
      socket.destroy();
      resolve(does);
    };
    socket.once("connect", () => settle(true)).once("error", () => settle(false));
  });
