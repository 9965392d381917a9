import { createInterface } from "node:readline/promises";
import { CountersignError } from "../errors/countersign-error.ts";

/**
 * Asks on a terminal, where people type faster than they read; a script has nobody to ask, and goes on.
 * Throws `command.failed` unless the answer is yes.
 */
export const confirm = async (question: string): Promise<void> => {
  if (!process.stdin.isTTY) return;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // Control-C and the end of the input are a no as well.
  const left = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  const answer = await Promise.race([lines.question(`${question} [y/N] `), left]);
  lines.close();
  if (!/^y(?:es)?$/i.test(answer.trim())) {
    throw new CountersignError("command.failed", "Nothing was done.");
  }
};
