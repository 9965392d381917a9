import { fork } from "node:child_process";
import type { InProcess } from "./added-in-process.ts";
import { askProcess } from "./ask-process.ts";
import type { Question } from "./in-process-engine.ts";

/** What an engine adds in process, measured in a process of its own. */
export const askInProcess = async (question: Question): Promise<InProcess> =>
  (await askProcess(fork(new URL("in-process-engine.ts", import.meta.url)), question)) as InProcess;
