import type { Environment } from "./environment.ts";

/** What is no fault, and had better be known: what settings give up, a line each, without values. */
export const notesOn = (environment: Environment): readonly string[] => {
  const isDjango = environment["COUNTERSIGN_DJANGO"] === "on";
  const isDatabase = environment["COUNTERSIGN_ENGINE"] === "database";
  return [
    ...(environment["COUNTERSIGN_COOKIE_NAME"] || isDjango ? [NO_PREFIX] : []),
    ...(environment["COUNTERSIGN_COOKIE_DOMAIN"] ? [DOMAIN] : []),
    ...(environment["COUNTERSIGN_ENGINE"] === "memory" ? [MEMORY] : []),
    ...(isDjango ? [NEVER_LEARNS] : []),
    ...(isDjango && isDatabase ? [KEYS] : []),
  ];
};

const NO_PREFIX =
  "The cookie's name gives up the prefix __Host-: a host beside this one, below the same domain, can plant a cookie.";
const DOMAIN =
  "COUNTERSIGN_COOKIE_DOMAIN: every host below the domain is sent the cookie, and can plant one.";
const MEMORY =
  "COUNTERSIGN_ENGINE: memory forgets every session when the site is restarted; it is there for tests.";
const NEVER_LEARNS =
  "COUNTERSIGN_DJANGO: Django never learns that a session was ended here. With the engine database a logout takes the row, which both notice; a signed cookie lives on there until it expires or the password changes.";
const KEYS =
  "COUNTERSIGN_DJANGO: the table django_session holds the session keys themselves, where a table of ours holds digests: a copy of it opens its sessions.";
