import { deviceOf } from "../requests/device-of.ts";
import type { Words } from "./words.ts";

/** A device in words, by what its browser said of itself: `Firefox 131 on Windows`. */
export const deviceName = (words: Words, userAgent: string | undefined): string => {
  const { program, system } = deviceOf(userAgent);
  if (program !== undefined && system !== undefined) return words.devices.on(program, system);
  return program ?? system ?? words.devices.unknown;
};
