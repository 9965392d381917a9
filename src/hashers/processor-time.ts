/**
 * The processor time that this thread has used, in milliseconds, where the runtime tells (Node 23.9); else the clock, in
 * which others take their turns as well.
 */
export const processorTime = (): number => {
  if (!("threadCpuUsage" in process)) return performance.now();
  // Linux counts the slice that a thread is in once somebody asks for the process's time, and else at its next tick.
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};
