import type { AuditLine } from "../stores/database-audit.ts";
import { moment } from "./print.ts";

// Fixed widths, and what has no bound last: rows are printed as they come.
const row = (
  at: string,
  event: string,
  user: string,
  actor: string,
  address: string,
  details: string,
): string =>
  `${at.padEnd(23)}  ${event.padEnd(16)}  ${user.padEnd(20)}  ${actor.padEnd(20)}  ${address.padEnd(15)}  ${details}`.trimEnd();

export const AUDIT_HEADING: string = row("AT", "EVENT", "USER", "BY", "ADDRESS", "MORE");

/** A line of the audit as a row of a table. */
export const auditRow = ({ event }: AuditLine): string =>
  row(
    moment(event.at),
    event.name,
    event.username ?? (event.userId === undefined ? "-" : `(${event.userId})`),
    event.operator === undefined ? event.actor : `${plain(event.operator)}, operator`,
    // A host's proxy may hand on whatever it was sent, and a terminal obeys some of that.
    plain(event.address ?? "-"),
    "reason" in event ? event.reason : "ended" in event ? `ended ${event.ended}` : "",
  );

const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?");

/** A line of the audit as JSON has it: the time in ISO 8601 and UTC, absent values null. */
export const auditJson = ({ id, event }: AuditLine): object => {
  const { name, at, userId, username, actor, operator, requestId, address, session, ...details } =
    event;
  return {
    id,
    at: new Date(at).toISOString(),
    event: name,
    userId: userId ?? null,
    username: username ?? null,
    actor,
    operator: operator ?? null,
    requestId: requestId ?? null,
    address: address ?? null,
    session: session ?? null,
    ...details,
  };
};
