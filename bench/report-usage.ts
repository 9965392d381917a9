// Loaded before a server that is measured (`--import`): answers how much processor time its process
// has used, in microseconds, threads and garbage collection included.
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
