/** In bytes. */
const LONGEST_NEXT = 2_048;

/** Control characters and spaces move what a URL parser sees; a backslash is a slash to browsers. */
const UNSAFE = /[\x00-\x20\x7f\\]/;

/** `http:`, `javascript:` and all others: a colon before the first slash makes a scheme. */
const SCHEME = /^[^/?#]*:/;

/**
 * Where to go after a login: a path on this site, as a URL parser spells it, or undefined if what
 * was asked for is anything else. The answer always begins with exactly one slash.
 *
 * @param next as it came in a form or a query
 * @param origin our own
 * @param isAvoided would this path lead in circles, out again, or nowhere (login, logout, what only acts)?
 */
export const nextPath = (
  next: string | undefined,
  origin: string,
  isAvoided: (path: string) => boolean,
): string | undefined => {
  if (!next || Buffer.byteLength(next) > LONGEST_NEXT) return undefined;
  if (UNSAFE.test(next) || SCHEME.test(next) || next.startsWith("//")) return undefined;
  // Relative to the root: the visitor has left the page on which a link could be relative.
  const base = `${origin}/`;
  if (!URL.canParse(next, base)) return undefined;
  const url = new URL(next, base);
  // A path such as "/.//evil.example" is ours before it is normalised, and another site's after.
  if (url.origin !== origin || url.pathname.startsWith("//")) return undefined;
  if (isAvoided(plainPath(url.pathname))) return undefined;
  return url.pathname + url.search + url.hash;
};

/** Percent-decoded and without a slash at its end, so that no spelling of a path slips by. */
const plainPath = (pathname: string): string => {
  const path = pathname.replace(/\/+$/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};
