import type { Counter } from "./counters.ts";
import {
  ACCOUNT,
  DEVICE,
  MAILS,
  MAILS_TO_UNPROVEN,
  NAME,
  NETWORK,
  REGISTRATIONS,
  RESETS,
} from "./limit.ts";
import { networkOf } from "./network-of.ts";

/** Guesses at a user's password. By their id: whatever they are called by, it is one counter. */
export const accountCounter = (userId: number): Counter => ({
  key: `user:${userId}`,
  limit: ACCOUNT,
  userId,
});

/** Guesses at the password of a name that is nobody's. */
export const nameCounter = (digest: string): Counter => ({ key: `name:${digest}`, limit: NAME });

export const deviceCounter = (userId: number, device: string): Counter => ({
  key: `device:${userId}:${device}`,
  limit: DEVICE,
  userId,
});

export const networkCounter = (address: string): Counter => ({
  key: `network:${networkOf(address)}`,
  limit: NETWORK,
});

export const registrationsCounter = (address: string): Counter => ({
  key: `registrations:${networkOf(address)}`,
  limit: REGISTRATIONS,
});

/** Mails to a user, of one kind: whoever asks for one kind without end does not use up the other. */
export const mailsCounter = (kind: "reset" | "confirm", userId: number): Counter => ({
  key: `mails:${kind}:${userId}`,
  limit: MAILS,
});

/** Mails to an address that need not be that of whoever had them sent. */
export const mailsToCounter = (kind: "reset" | "confirm", digest: string): Counter => ({
  key: `mails:to:${kind}:${digest}`,
  limit: kind === "reset" ? MAILS_TO_UNPROVEN : MAILS,
});

export const resetsCounter = (address: string): Counter => ({
  key: `resets:${networkOf(address)}`,
  limit: RESETS,
});
