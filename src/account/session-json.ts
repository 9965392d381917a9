import { deviceName } from "../pages/device-name.ts";
import type { Words } from "../pages/words.ts";
import type { RegisterEntry } from "../sessions/register.ts";

/** A logged-in session in JSON: times in ISO 8601 and UTC, absent values null. */
export interface SessionJson {
  /** Names it, and opens nothing: that takes the whole cookie. */
  readonly id: string;
  readonly device: string;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly enteredAt: string;
  readonly lastSeenAt: string;
  /** It ends then at the latest. */
  readonly expiresAt: string;
}

export const sessionJson = (words: Words, entry: RegisterEntry): SessionJson => ({
  id: entry.sid,
  device: deviceName(words, entry.userAgent),
  userAgent: entry.userAgent ?? null,
  address: entry.address ?? null,
  enteredAt: new Date(entry.enteredAt).toISOString(),
  lastSeenAt: new Date(entry.lastSeenAt).toISOString(),
  expiresAt: new Date(entry.expiresAt).toISOString(),
});
