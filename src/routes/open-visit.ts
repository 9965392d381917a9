import type { RequestHeaders } from "../requests/request-head.ts";
import { visitorAddress } from "../requests/visitor-address.ts";
import { FROM_THE_FUTURE } from "../sessions/life-time.ts";
import { openSession } from "../sessions/open-session.ts";
import type { Session } from "../sessions/session.ts";
import type { Visitor } from "../sessions/session-door.ts";
import type { SessionContext } from "./session-context.ts";

/** The browser's own words about itself are kept for the list of devices, up to here. In characters. */
const LONGEST_USER_AGENT = 300;
/** More than any address has. What a host takes for one may be a header that the visitor wrote. */
const LONGEST_ADDRESS = 64;

/**
 * The session of a request; each refused cookie leaves a line at debug with the reason. One from the
 * future is ours all the same, so that our clock is wrong or that of another host: a line at warn.
 *
 * @param addressOf the other end of the connection, or who a host says it is; asked only when somebody logs in
 *   or out, or is refused
 */
export const openVisit = (
  { parts }: SessionContext,
  headers: RequestHeaders,
  requestId: string,
  addressOf: () => string | undefined,
): Session | Promise<Session> => {
  const visitor = (): Visitor => {
    const peer = addressOf()?.slice(0, LONGEST_ADDRESS);
    return {
      userAgent: headers.get("user-agent")?.slice(0, LONGEST_USER_AGENT),
      // What is no address is kept as it is: better one that means nothing than none.
      address: visitorAddress(peer, headers, parts.isTrustedProxy) ?? peer,
      requestId,
      cookies: headers.get("cookie") ?? undefined,
    };
  };
  return openSession(parts.door, headers.get("cookie"), visitor, (reason) => {
    const level = reason === FROM_THE_FUTURE ? "warn" : "debug";
    const { address } = visitor();
    const fields = { event: "sessionRefused", requestId, address, reason } as const;
    parts.log[level](fields, "session refused");
  });
};
