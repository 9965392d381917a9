import type { ChildProcess } from "node:child_process";

/** Sends a message to a process that was started here; its answer. Rejects if it ends before. */
export const askProcess = (child: ChildProcess, message: object): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const onEnd = (code: number | null): void => reject(new Error(`it ended with code ${code}`));
    child.once("exit", onEnd);
    child.once("message", (answer) => {
      child.off("exit", onEnd);
      resolve(answer);
    });
    child.send(message, (error) => error && reject(error));
  });
