/** What a Cookie header says of one name: its value, nothing, or more than one answer. */
export type CookieFound =
  | { readonly kind: "one"; readonly value: string }
  | { readonly kind: "none" }
  | { readonly kind: "doubled" };

const NONE: CookieFound = { kind: "none" };
const DOUBLED: CookieFound = { kind: "doubled" };

/**
 * Looks one name up in a Cookie header (RFC 6265bis, 4.2.1), comparing it byte by byte: no case
 * folding, no decoding, no trimming of anything but spaces and tabs. A name that stands twice has no
 * answer, because whoever planted the second could otherwise choose which one we read.
 */
export const findCookie = (header: string | null | undefined, name: string): CookieFound => {
  if (!header) return NONE;
  let found: string | undefined;
  for (let start = 0; start <= header.length; ) {
    const semicolon = header.indexOf(";", start);
    const end = semicolon < 0 ? header.length : semicolon;
    const begin = skipBlanks(header, start, end);
    if (header.startsWith(name, begin) && header.charCodeAt(begin + name.length) === EQUALS) {
      if (found !== undefined) return DOUBLED;
      found = trimBlanksAtEnd(header, begin + name.length + 1, end);
    }
    start = end + 1;
  }
  return found === undefined ? NONE : { kind: "one", value: found };
};

const EQUALS = 61;
const SPACE = 32;
const TAB = 9;

const isBlank = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === SPACE || code === TAB;
};

const skipBlanks = (text: string, from: number, to: number): number => {
  let at = from;
  while (at < to && isBlank(text, at)) at += 1;
  return at;
};

const trimBlanksAtEnd = (text: string, from: number, to: number): string => {
  const begin = skipBlanks(text, from, to);
  let end = to;
  while (end > begin && isBlank(text, end - 1)) end -= 1;
  return text.slice(begin, end);
};
