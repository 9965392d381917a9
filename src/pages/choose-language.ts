import { parseAccept } from "hono/utils/accept";

/**
 * The language of an answer: the offered one that comes first by an `Accept-Language` (RFC 9110, 12.5.4),
 * looked up as RFC 4647, 3.4 says: `de-CH` takes `de`, and `en` takes `en-GB`. What nobody can read
 * (`q=0`) is not chosen unless nothing else is left: then, without a header, or where nothing fits, it
 * is the first.
 */
export const chooseLanguage = (
  header: string | null,
  offered: readonly [string, ...string[]],
): string => {
  if (header === null) return offered[0];
  const ranges = parseAccept(header.slice(0, LONGEST_HEADER)).map(({ type, q }) => ({
    range: type.toLowerCase(),
    q,
  }));
  const refused = new Set(ranges.filter(({ q }) => q === 0).map(({ range }) => range));
  const readable = offered.filter((language) => !refused.has(language.toLowerCase()));
  for (const { range, q } of ranges) {
    if (q === 0 || range.length > LONGEST_TAG) continue;
    const found = range === "*" ? readable[0] : lookUp(range, readable);
    if (found !== undefined) return found;
  }
  return readable[0] ?? offered[0];
};

/** No browser sends more, and a longer one is not worth its reading. In characters. */
const LONGEST_HEADER = 500;

/** As RFC 5646, 4.4.1 counts: what it is looked up by grows with the square of its parts. In characters. */
const LONGEST_TAG = 35;

/** The longest beginning of a range that is offered; else what is offered and begins with the range. */
const lookUp = (range: string, offered: readonly string[]): string | undefined => {
  const wider = offered.find((language) => language.toLowerCase().startsWith(`${range}-`));
  const parts = range.split("-");
  // `de-Latn-CH`, then `de-Latn`, then `de`.
  const tags = parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
  const exact = tags
    .map((tag) => offered.find((language) => language.toLowerCase() === tag))
    .find((language) => language !== undefined);
  return exact ?? wider;
};
