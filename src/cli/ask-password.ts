import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CountersignError } from "../errors/countersign-error.ts";

/**
 * A new password: asked for twice on a terminal, without showing it, or else the first line of
 * standard input. Never an argument, which every user of the machine can read.
 */
export const askPassword = async (): Promise<string> => {
  if (!process.stdin.isTTY) return firstLine();
  const first = await ask("Password: ");
  if ((await ask("Again: ")) === first) return first;
  throw new CountersignError("command.failed", "The two passwords differ. Nothing was done.");
};

const firstLine = async (): Promise<string> => {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
  return text.split(/\r?\n/, 1)[0] ?? "";
};

const ask = (prompt: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
    // Not before the terminal has stopped to show what is typed: whoever answers at once would be seen.
    process.stderr.write(prompt);
    lines.once("SIGINT", () => {
      lines.close();
      reject(new CountersignError("command.failed", "Nothing was done."));
    });
    lines.question("", (answer) => {
      lines.close();
      process.stderr.write("\n");
      resolve(answer);
    });
  });
