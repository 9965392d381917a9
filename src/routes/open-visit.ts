import { openSession } from "../sessions/open-session.ts";
import type { Session } from "../sessions/session.ts";
import type { Visitor } from "../sessions/session-door.ts";
import type { RouteContext } from "./visit.ts";

/** The browser's own words about itself are kept for the list of devices, up to here. In characters. */
const LONGEST_USER_AGENT = 300;

/** The session of a request; each refused cookie leaves a line at debug with the reason. */
export const openVisit = (
  { parts }: RouteContext,
  { headers }: Request,
  requestId: string,
  address: string | undefined,
): Session | Promise<Session> => {
  const visitor = (): Visitor => ({
    userAgent: headers.get("user-agent")?.slice(0, LONGEST_USER_AGENT),
    address,
  });
  return openSession(parts.door, headers.get("cookie"), visitor, (reason) =>
    parts.log.debug({ requestId, reason }, "session refused"),
  );
};
