import { deviceName } from "../pages/device-name.ts";
import { english } from "../pages/english.ts";
import type { RegisterEntry } from "../sessions/register.ts";
import { moment } from "./print.ts";

// Fixed widths, and what has no bound last: rows are printed as they come.
const row = (
  id: string,
  lastSeen: string,
  loggedIn: string,
  address: string,
  device: string,
): string =>
  `${id.padEnd(22)}  ${lastSeen.padEnd(23)}  ${loggedIn.padEnd(23)}  ${address.padEnd(15)}  ${device}`;

export const SESSION_HEADING: string = row("ID", "LAST SEEN", "LOGGED IN", "ADDRESS", "DEVICE");

/** A logged-in session as a row of a table. */
export const sessionRow = (entry: RegisterEntry): string =>
  row(
    entry.sid,
    moment(entry.lastSeenAt),
    moment(entry.enteredAt),
    // A host's proxy may hand on whatever it was sent, and a terminal obeys some of that.
    (entry.address ?? "unknown").replace(/[^\x21-\x7e]/g, "?"),
    deviceName(english, entry.userAgent),
  );
