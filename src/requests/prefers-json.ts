import type { RequestHeaders } from "./request-head.ts";

/**
 * JSON or a page? JSON when `Accept` prefers `application/json` to `text/html`, or when it does not
 * care (`*∕*` or no header at all) and the body that was sent is JSON. (RFC 9110, 12.5.1)
 */
export const prefersJson = (headers: RequestHeaders): boolean => {
  const accept = headers.get("accept");
  const json = quality(accept, "application/json");
  const html = quality(accept, "text/html");
  if (json !== html) return json > html;
  return isIndifferent(accept) && isJson(headers.get("content-type"));
};

export const isJson = (contentType: string | null): boolean =>
  contentType !== null && mediaType(contentType) === "application/json";

/** The type without its parameters, in lower case. */
export const mediaType = (contentType: string): string =>
  (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();

const isIndifferent = (accept: string | null): boolean =>
  accept === null ||
  accept.trim() === "" ||
  accept.split(",").every((range) => mediaType(range) === "*/*");

/** How much a type is wanted, from 0 to 1, by the most specific range that fits it. */
const quality = (accept: string | null, type: string): number => {
  if (accept === null) return 1;
  const ranges = [type, `${type.split("/", 1)[0]}/*`, "*/*"];
  let best = { place: ranges.length, quality: 0 };
  for (const range of accept.split(",")) {
    const place = ranges.indexOf(mediaType(range));
    if (place >= 0 && place < best.place) best = { place, quality: weight(range) };
  }
  return best.quality;
};

const weight = (range: string): number => {
  const match = /;\s*q=(\d(?:\.\d{0,3})?)\s*(?:;|$)/i.exec(range);
  return match ? Math.min(Number(match[1]), 1) : 1;
};
