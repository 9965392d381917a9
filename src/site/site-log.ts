import { type Logger, pino } from "pino";
import type { SiteSettings } from "./environment.ts";

/** Names under which a secret could reach a log by mistake, at the top and one level down. */
const NEVER = ["password", "secret", "secrets", "token", "cookie", "authorization", "hash"];

/**
 * One line of JSON for each event, on standard output, times in UTC. Of several processes that write to
 * the one output each says which it is.
 */
export const siteLog = ({
  logLevel,
  workers,
}: Pick<SiteSettings, "logLevel" | "workers">): Logger =>
  pino({
    level: logLevel,
    base: workers > 1 ? { pid: process.pid } : null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`]), remove: true },
  });
