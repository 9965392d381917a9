import type { Log } from "../../src/account/log.ts";

export interface KeptLine {
  readonly level: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log that keeps its lines. */
export const logAtHand = (isDebug = true): { readonly log: Log; readonly lines: KeptLine[] } => {
  const lines: KeptLine[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields: { ...fields }, message });
  const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  return { log: { ...log, isLevelEnabled: () => isDebug }, lines };
};
