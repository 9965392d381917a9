import { CountersignError } from "../errors/countersign-error.ts";

/** What is the same for every Set-Cookie line of one cookie, so that the line that deletes it matches. */
export interface CookieAttributes {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
  readonly domain?: string | undefined;
}

/** A browser drops a cookie whose name and value are longer together (RFC 6265bis, 5.6). In bytes. */
export const LARGEST_COOKIE = 4_096;

/** Browsers keep no cookie for longer (RFC 6265bis, 5.5). In seconds. */
const LONGEST_MAX_AGE = 400 * 86_400;

/**
 * A Set-Cookie line (RFC 6265bis, 4.1): HttpOnly and SameSite=Lax always.
 *
 * @param maxAge whole seconds; undefined for a cookie that lasts until the browser closes
 */
export const setCookie = (
  attributes: CookieAttributes,
  value: string,
  maxAge: number | undefined,
): string => {
  const age = maxAge === undefined ? "" : `; Max-Age=${Math.min(maxAge, LONGEST_MAX_AGE)}`;
  return `${attributes.name}=${value}${age}${tail(attributes)}`;
};

/** The line that takes the cookie out of the browser. */
export const deleteCookie = (attributes: CookieAttributes): string =>
  `${attributes.name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT${tail(attributes)}`;

const tail = ({ path, domain, secure }: CookieAttributes): string =>
  `; Path=${path}${domain ? `; Domain=${domain}` : ""}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;

export const isCookieName = (name: string): boolean => /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name); // RFC 9110, 5.6.2
export const isCookieDomain = (domain: string): boolean => /^[A-Za-z0-9.-]+$/.test(domain);
const ATTRIBUTE_VALUE = /^[\x21-\x3a\x3c-\x7e]+$/; // visible ASCII but the semicolon

/**
 * Refuses attributes that would break out of the line, or that a browser would refuse.
 * Throws `settings.invalid`. Called once, at assembly: nothing in a request can change them.
 */
export const checkCookieAttributes = (attributes: CookieAttributes): CookieAttributes => {
  const { name, path, domain, secure } = attributes;
  const refuse = (setting: string, advice: string): never => {
    throw new CountersignError("settings.invalid", `${setting}: ${advice}`);
  };
  if (!isCookieName(name)) refuse("cookieName", "letters, digits and hyphens only.");
  if (!path.startsWith("/") || !ATTRIBUTE_VALUE.test(path)) refuse("cookie path", "begins with /.");
  if (domain !== undefined && !isCookieDomain(domain)) {
    refuse("cookieDomain", "a host name such as example.org.");
  }
  if (name.startsWith("__Host-") && (domain !== undefined || path !== "/" || !secure)) {
    refuse(
      "cookieName",
      "a __Host- cookie needs https, and takes no domain (RFC 6265bis, 4.1.3.2).",
    );
  }
  if (name.startsWith("__Secure-") && !secure) {
    refuse("cookieName", "a __Secure- cookie needs https (RFC 6265bis, 4.1.3.1).");
  }
  return attributes;
};
