/** What we ask of a logger: pino's shape. Fields hold no password, token, cookie, secret or hash. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** At debug the keys of each session are logged, which costs opening it. */
  isLevelEnabled(level: "debug"): boolean;
}
