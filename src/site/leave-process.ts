import { existsSync } from "node:fs";

/** It starts in less than Node needs, where there is little to be had. Small images have none. */
const SHELL = "/bin/sh";

/**
 * Ends this process whatever its threads are at. `process.exit` waits for each of them, and one that is at
 * a hash hears nothing before that is done, for which a busy machine may take minutes.
 */
export const leaveProcess = (exitCode: number): void => {
  process.emit("exit", exitCode);
  const words = existsSync(SHELL)
    ? [SHELL, "-c", `exit ${exitCode}`]
    : [process.execPath, "--eval", `process.exit(${exitCode})`];
  try {
    // Nothing but another program in its place ends threads at once and still has an exit code.
    process.execve?.(words[0] ?? "", words, {});
  } catch {
    // Windows has no such thing.
  }
  process.kill(process.pid, "SIGKILL");
};
