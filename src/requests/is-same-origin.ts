import type { RequestHeaders } from "./request-head.ts";

/**
 * May this request change something? Browsers say in `Sec-Fetch-Site` who asks, and older ones at
 * least in `Origin`; a request with neither comes from no browser, and so carries nobody's cookie
 * without their knowledge. (Fetch Metadata, W3C; OWASP CSRF cheat sheet, "Fetch Metadata headers".)
 *
 * @param origin our own, as `URL.origin` spells it
 */
export const isSameOrigin = (headers: RequestHeaders, origin: string): boolean => {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const from = headers.get("origin");
  return from === null || from === origin;
};
