import type { LogEvent } from "../events/log-event.ts";

/** Fields of a line. None holds a password, token, cookie, secret or hash. */
export interface LogLine {
  readonly event: LogEvent;
  /** By which the line is found that belongs to an answer. */
  readonly requestId?: string | undefined;
  readonly [field: string]: unknown;
}

/** What we ask of a logger: pino's shape. */
export interface Log {
  debug(fields: LogLine, message: string): void;
  info(fields: LogLine, message: string): void;
  warn(fields: LogLine, message: string): void;
  error(fields: LogLine, message: string): void;
  /** At debug the keys of each session are logged, which costs opening it. */
  isLevelEnabled(level: "debug"): boolean;
}
