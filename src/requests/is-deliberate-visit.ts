import type { RequestHeaders } from "./request-head.ts";

/**
 * Did somebody go to this page, by a link of ours or by the address bar? Then a GET may end their
 * session. Not if another site asks, if it is fetched as an image or a frame, or if a browser only
 * looks ahead (`Sec-Purpose: prefetch`).
 */
export const isDeliberateVisit = (
  method: string,
  headers: RequestHeaders,
  origin: string,
): boolean => {
  if (method !== "GET" || headers.has("sec-purpose") || headers.has("purpose")) return false;
  const site = headers.get("sec-fetch-site");
  const destination = headers.get("sec-fetch-dest");
  if (site !== null) {
    const isOurs = site === "same-origin" || site === "none";
    return isOurs && (destination === null || destination === "document");
  }
  const hasFetchMetadata = destination !== null || headers.has("sec-fetch-mode");
  return !hasFetchMetadata && isRefererOurs(headers.get("referer"), origin);
};

const isRefererOurs = (referer: string | null, origin: string): boolean => {
  if (referer === null) return true;
  return URL.canParse(referer) && new URL(referer).origin === origin;
};
