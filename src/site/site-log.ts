import { type Logger, pino } from "pino";
import type { SiteSettings } from "./environment.ts";

/** Names under which a secret could reach a log by mistake, at the top and one level down. */
const NEVER = ["password", "secret", "secrets", "token", "cookie", "authorization", "hash"];

/** One line of JSON for each event, on standard output, times in UTC. */
export const siteLog = ({ logLevel }: Pick<SiteSettings, "logLevel">): Logger =>
  pino({
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`]), remove: true },
  });
