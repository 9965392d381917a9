import { fork } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askProcess } from "./ask-process.ts";
import { leaveNoneBehind, removeFolder } from "./server-process.ts";

/**
 * Asks a script of this folder one question, in a process of its own, so that nothing else has shaped the compiler's
 * view of it, and with a database of its own.
 */
export const askOnce = async (script: string, question: object): Promise<unknown> => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const child = fork(new URL(script, import.meta.url), {
    // None of who asks, such as the test runner's.
    execArgv: [],
    env: { ...process.env, COUNTERSIGN_DATABASE: `sqlite:${join(folder, "bench.db")}` },
  });
  leaveNoneBehind(child);
  try {
    return await askProcess(child, question);
  } finally {
    removeFolder(folder);
  }
};
