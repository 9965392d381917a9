import { CountersignError } from "../errors/countersign-error.ts";

/** A mail server, as its address says. */
export interface SmtpPlace {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on. */
  readonly secure: boolean;
  /** STARTTLS, or nothing is sent; where it is not required it is not tried. */
  readonly requireTLS: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** What an address has to be, and what to write. Never the address itself, which may hold a password. */
const ADVICE =
  "has to be the address of a mail server, such as smtp://user:password@mail.example.org:587 or smtps://…:465, whose parts write %25 for %, %40 for @ and %2F for /; ?tls=off is all that may follow";

/**
 * Reads `smtp://user:password@host:587` or `smtps://…:465`. Mails hold links that open accounts, so
 * that TLS is required on the way to any machine but this one, and to be done without has to be said:
 * `?tls=off`. Throws `settings.invalid`.
 */
export const smtpPlace = (address: string): SmtpPlace => {
  const place = isSmtpAddress(address) ? read(new URL(address)) : undefined;
  if (place) return place;
  throw new CountersignError("settings.invalid", `mail: ${ADVICE}.`);
};

/** What is wrong with an address, or undefined. */
export const smtpFault = (address: string): string | undefined =>
  isSmtpAddress(address) && read(new URL(address)) ? undefined : ADVICE;

const isSmtpAddress = (text: string): boolean =>
  /^smtps?:\/\/[^/]/.test(text) && URL.canParse(text);

const read = (url: URL): SmtpPlace | undefined => {
  const secure = url.protocol === "smtps:";
  const isOff = url.search === "?tls=off" && !secure;
  const auth = authOf(url);
  if ((url.search !== "" && !isOff) || !/^\/?$/.test(url.pathname) || url.hash !== "" || !auth) {
    return undefined;
  }
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host === "") return undefined;
  const isHere = /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host);
  return {
    host,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isHere && !isOff,
    auth: auth.user === "" ? undefined : auth,
  };
};

const authOf = ({ username, password }: URL): { user: string; pass: string } | undefined => {
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
};
