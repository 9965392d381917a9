import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { freePort } from "../stories/free-port.ts";
import { bareEnvironment } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

/** An example of ours as a process of its own. */
export interface ExampleProcess {
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Asks it to end, and says how it did: `[0, null]` if it ended by itself and in order. */
  end(): Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
}

/** Starts an example, and waits for the line with which it says that it listens. */
export const exampleProcess = async (
  t: Pick<TestContext, "after">,
  file: string,
): Promise<ExampleProcess> => {
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    env: {
      ...bareEnvironment(),
      PORT: String(port),
      COUNTERSIGN_DATABASE: `sqlite:${join(temporaryFolder(t), "example.db")}`,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const started = once(child.stdout, "data");
  await Promise.race([started, ended.then(() => Promise.reject(new Error("It did not start.")))]);
  return {
    ask: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init }),
    end() {
      child.kill("SIGTERM");
      return ended;
    },
  };
};
