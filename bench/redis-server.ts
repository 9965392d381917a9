import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { leaveNoneBehind, removeFolder, stop } from "./server-process.ts";

export interface RedisServer {
  /** `redis://127.0.0.1:PORT` */
  readonly url: string;
  stop(): Promise<void>;
}

/** A real `redis-server` that writes nothing to the disk; undefined where there is none. */
export const startRedis = async (): Promise<RedisServer | undefined> => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "countersign-redis-"));
  const words = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", [...words, "--dir", folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  leaveNoneBehind(child);
  const started = await new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false)).once("exit", () => resolve(false));
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.includes("Ready to accept connections")) resolve(true);
    });
  });
  if (!started) {
    removeFolder(folder);
    return undefined;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await stop(child);
      removeFolder(folder);
    },
  };
};
