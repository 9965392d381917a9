// Loaded before a program that is measured (`--import`): says at its end, into the pipe behind its outputs, how much memory
// was resident at most, in kilobytes. Of this program alone: `maxRSS` begins with what its parent had when it was started.
import { readFileSync, writeSync } from "node:fs";

process.once("exit", () => {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  writeSync(3, String(peak));
});
