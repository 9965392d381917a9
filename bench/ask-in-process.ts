import { fork } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InProcess } from "./added-in-process.ts";
import { askProcess } from "./ask-process.ts";
import type { Question } from "./in-process-engine.ts";
import { removeFolder } from "./server-process.ts";

/** What an engine adds in process, measured in a process of its own. */
export const askInProcess = async (question: Question): Promise<InProcess> => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const child = fork(new URL("in-process-engine.ts", import.meta.url), {
    env: { ...process.env, COUNTERSIGN_DATABASE: `sqlite:${join(folder, "bench.db")}` },
  });
  try {
    return (await askProcess(child, question)) as InProcess;
  } finally {
    removeFolder(folder);
  }
};
