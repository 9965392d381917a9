/**
 * Ends this process whatever its threads are at. `process.exit` waits for each of them, and one that is at
 * a hash hears nothing before that is done, for which a busy machine may take minutes.
 */
export const leaveProcess = (exitCode: number): void => {
  process.emit("exit", exitCode);
  const program = process.execPath;
  try {
    // Nothing but another program in its place ends threads at once and still has an exit code.
    process.execve?.(program, [program, "--eval", `process.exit(${exitCode})`], {});
  } catch {
    // Windows has no such thing.
  }
  process.kill(process.pid, "SIGKILL");
};
