import { isIP } from "node:net";
import { plainAddress } from "./plain-address.ts";
import type { RequestHeaders } from "./request-head.ts";
import type { IsTrusted } from "./trusted-proxies.ts";

/** More proxies than anybody has in a row; what stands before them is not looked at. */
const MOST_HOPS = 32;

/**
 * Who is at the far end, behind proxies of ours. Each of them adds whom it was asked by to the end of
 * `X-Forwarded-For`, so the list is read from there: the first address that is none of ours is the
 * visitor's, and everything before it is what the visitor wrote. A connection that does not come from
 * a proxy of ours is the visitor's own, whatever its headers say. No other header counts.
 *
 * An entry that is no address (`unknown`, a name) ends the reading: then the proxy that wrote it is
 * the last whom we know. `undefined` only if the connection has no address any more.
 *
 * @param peer the other end of the connection, as the socket or a host names it
 */
export const visitorAddress = (
  peer: string | undefined,
  headers: RequestHeaders,
  isTrusted: IsTrusted,
): string | undefined => {
  let known = peer && addressIn(peer);
  if (known === undefined || !isTrusted(known)) return known;
  let rest = headers.get("x-forwarded-for") ?? "";
  for (let hops = 0; hops < MOST_HOPS && isTrusted(known); hops += 1) {
    const comma = rest.lastIndexOf(",");
    const address = addressIn(rest.slice(comma + 1).trim());
    if (address === undefined) return known;
    known = address;
    if (comma < 0) return known;
    rest = rest.slice(0, comma);
  }
  return known;
};

/** Some proxies write the port as well, and then IPv6 in brackets. */
const addressIn = (entry: string): string | undefined => {
  const [, inBrackets, withPort] =
    /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(entry) ?? [];
  if (inBrackets !== undefined)
    return isIP(inBrackets) === 6 ? plainAddress(inBrackets) : undefined;
  return plainAddress(withPort ?? entry);
};
