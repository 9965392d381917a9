import type { InProcess } from "./added-in-process.ts";
import { askOnce } from "./ask-once.ts";
import type { Question } from "./in-process-engine.ts";

/** What an engine adds in process, measured in a process of its own. */
export const askInProcess = async (question: Question): Promise<InProcess> =>
  (await askOnce("in-process-engine.ts", question)) as InProcess;
