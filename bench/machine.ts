import { cpus, loadavg } from "node:os";

/** What was measured on, when, and how busy it was before: a figure means nothing without it. */
export const machine = (): string => {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const when = new Date().toISOString().slice(0, 16).replace("T", " ");
  const busy = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} cores, ${model}, Node ${process.version}, ${when} UTC, load average ${busy} before`;
};
