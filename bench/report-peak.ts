// Loaded before a program that is measured (`--import`): says at its end, into the pipe behind its outputs, how much memory
// was resident at most, in kilobytes.
import { writeSync } from "node:fs";

process.once("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
