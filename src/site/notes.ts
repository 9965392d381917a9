import { isPostgresAddress } from "../assembly/database-address.ts";
import type { Environment } from "./environment.ts";

/** What is no fault, and had better be known: what settings give up, a line each, without values. */
export const notesOn = (environment: Environment): readonly string[] => {
  const isDjango = environment["COUNTERSIGN_DJANGO"] === "on";
  const isDatabase = environment["COUNTERSIGN_ENGINE"] === "database";
  return [
    ...(environment["COUNTERSIGN_COOKIE_NAME"] || isDjango ? [NO_PREFIX] : []),
    ...(environment["COUNTERSIGN_COOKIE_DOMAIN"] ? [DOMAIN] : []),
    ...(environment["COUNTERSIGN_ENGINE"] === "memory" ? [MEMORY] : []),
    ...(isFarAndUnproven(environment["COUNTERSIGN_DATABASE"] ?? "") ? [UNPROVEN] : []),
    ...(isDjango ? [NEVER_LEARNS] : []),
    ...(isDjango && isDatabase ? [KEYS] : []),
  ];
};

/** Is it a PostgreSQL on another machine, and does not have to prove by a certificate who it is? */
const isFarAndUnproven = (address: string): boolean => {
  if (!isPostgresAddress(address)) return false;
  const { hostname, searchParams: words } = new URL(address);
  const host = words.get("host") ?? decodeURIComponent(hostname);
  const isHere = /^(?:|localhost|127\.[\d.]+|\[?::1\]?|\/.*)$/.test(host);
  const isProven =
    words.get("sslmode") === "verify-full" ||
    (words.has("sslrootcert") && words.get("sslmode") !== "disable");
  return !isHere && !isProven;
};

const NO_PREFIX =
  "The cookie's name gives up the prefix __Host-: a host beside this one, below the same domain, can plant a cookie.";
const DOMAIN =
  "COUNTERSIGN_COOKIE_DOMAIN: every host below the domain is sent the cookie, and can plant one.";
const MEMORY =
  "COUNTERSIGN_ENGINE: memory forgets every session when the site is restarted; it is there for tests.";
const UNPROVEN =
  "COUNTERSIGN_DATABASE: is on another machine, and whoever answers there is believed; with sslmode=verify-full (and sslrootcert=FILE, if its authority is your own) it has to prove who it is.";
const NEVER_LEARNS =
  "COUNTERSIGN_DJANGO: Django never learns that a session was ended here. With the engine database a logout takes the row, which both notice; a signed cookie lives on there until it expires or the password changes.";
const KEYS =
  "COUNTERSIGN_DJANGO: the table django_session holds the session keys themselves, where a table of ours holds digests: a copy of it opens its sessions.";
