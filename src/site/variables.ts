// Over 150 lines because it is one table: a reader looks for every variable here.
/** One setting of the site: an environment variable, and where it may be given by hand a flag too. */
export interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** What the flag takes, as help shows it. A secret has none: command lines are seen by everybody. */
  readonly flag?: string;
  readonly fallback: string;
}

/** The whole table, in the order in which `check` and the README print it. */
export const variables: readonly Variable[] = [
  {
    name: "NODE_ENV",
    meaning: "development or production; anything else counts as production",
    fallback: "production",
  },
  { name: "HOST", meaning: "where it listens", flag: "address", fallback: "127.0.0.1" },
  {
    name: "PORT",
    meaning: "where it listens; 0 for any free port",
    flag: "number",
    fallback: "8000",
  },
  {
    name: "COUNTERSIGN_ORIGIN",
    meaning: "public origin, such as https://login.example.org",
    flag: "url",
    fallback: "development: from HOST and PORT; production: required",
  },
  {
    name: "COUNTERSIGN_SECRET",
    meaning: "signing secrets, newest first, comma separated, at most five",
    fallback: "development: made once, beside the database; production: required",
  },
  {
    name: "COUNTERSIGN_DATABASE",
    meaning: "sqlite:PATH, or postgres://user:password@host:port/name",
    flag: "url",
    fallback: "sqlite:data/countersign.db",
  },
  {
    name: "COUNTERSIGN_DATABASE_POOL",
    meaning: "how many connections to a PostgreSQL at most, 1 to 500, shared out among the workers",
    flag: "number",
    fallback: "20",
  },
  {
    name: "COUNTERSIGN_ENGINE",
    meaning:
      "which session engine: signed-cookie, encrypted-cookie, database, cache, layered, file, memory",
    flag: "name",
    fallback: "signed-cookie",
  },
  {
    name: "COUNTERSIGN_CACHE",
    meaning: "the Redis or Valkey of the engines cache and layered: redis://127.0.0.1:6379/0",
    flag: "url",
    fallback: "none; required by those engines",
  },
  {
    name: "COUNTERSIGN_SESSION_FOLDER",
    meaning: "where the engine file keeps its sessions",
    flag: "path",
    fallback: "sessions/ beside the database",
  },
  {
    name: "COUNTERSIGN_COOKIE_NAME",
    meaning: "a name of one's own for the session cookie; gives up the prefix __Host-",
    flag: "name",
    fallback: "__Host-session on https, session on http; sessionid with COUNTERSIGN_DJANGO",
  },
  {
    name: "COUNTERSIGN_COOKIE_DOMAIN",
    meaning: "shares the cookie with every host below this domain, such as example.org",
    flag: "domain",
    fallback: "none: this host only",
  },
  {
    name: "COUNTERSIGN_DJANGO",
    meaning:
      "on shares users and sessions with a Django site: its database, its SECRET_KEY, its cookie sessionid",
    flag: "on|off",
    fallback: "off",
  },
  {
    name: "COUNTERSIGN_SESSION_AGE",
    meaning: "how long a session lives from its last save: 14d, 30m, 5s",
    flag: "span",
    fallback: "14d",
  },
  {
    name: "COUNTERSIGN_SESSION_IDLE",
    meaning: "ends a session that is not used for so long",
    flag: "span",
    fallback: "off",
  },
  {
    name: "COUNTERSIGN_SESSION_ABSOLUTE",
    meaning: "the longest life from the login, at most 400d",
    flag: "span",
    fallback: "90d",
  },
  {
    name: "COUNTERSIGN_SESSION_LIMIT",
    meaning: "how many sessions a user may have; a login beyond it ends the oldest",
    flag: "number",
    fallback: "off",
  },
  {
    name: "COUNTERSIGN_HASHERS",
    meaning:
      "which hashers: the first makes, and a refusal does the work of the dearest; bcrypt_sha256, bcrypt, argon2id, scrypt, pbkdf2_sha256, comma separated; the others verify what was imported",
    flag: "names",
    fallback: "bcrypt_sha256",
  },
  {
    name: "COUNTERSIGN_BCRYPT_COST",
    meaning: "cost of new hashes, 4 to 15; under 10 only in development",
    flag: "number",
    fallback: "12",
  },
  {
    name: "COUNTERSIGN_PEPPER",
    meaning:
      "secrets that enter every new hash and are in no database, newest first, comma separated, at most five",
    fallback: "none",
  },
  {
    name: "COUNTERSIGN_PASSWORD_POLICY",
    meaning:
      "what a new password must be: standard (8 characters, not digits alone), or nist (15 characters)",
    flag: "name",
    fallback: "standard",
  },
  {
    name: "COUNTERSIGN_TRUSTED_PROXIES",
    meaning:
      "proxies in front whose X-Forwarded-For counts: addresses or networks, comma separated",
    flag: "addresses",
    fallback: "none",
  },
  {
    name: "COUNTERSIGN_THROTTLE",
    meaning:
      "off lifts the limits on guessing and registering, for load tests; refused in production",
    flag: "on|off",
    fallback: "on",
  },
  {
    name: "COUNTERSIGN_HSTS",
    meaning:
      "for whom browsers are to remember https for a year: the host alone, or its subdomains as well",
    flag: "host|subdomains",
    fallback: "host",
  },
  {
    name: "COUNTERSIGN_MAIL",
    meaning: "the server that sends mails: smtp://user:password@host:587, or smtps://…:465",
    fallback: "development: files in outbox/ beside the database; production: no mails",
  },
  {
    name: "COUNTERSIGN_MAIL_FROM",
    meaning: "whom mails are from, such as Example <noreply@example.org>",
    flag: "sender",
    fallback: "noreply@ the host of COUNTERSIGN_ORIGIN",
  },
  {
    name: "COUNTERSIGN_RESET_AGE",
    meaning: "how long the link to a new password is good",
    flag: "span",
    fallback: "1h",
  },
  {
    name: "COUNTERSIGN_WORKERS",
    meaning: "how many processes serve the site on this machine; 0 for one a core",
    flag: "number",
    fallback: "1",
  },
  {
    name: "COUNTERSIGN_DRAIN_DELAY",
    meaning: "how long the port stays open after SIGTERM, for a balancer to notice; at most 8s",
    flag: "span",
    fallback: "0s",
  },
  {
    name: "COUNTERSIGN_AUDIT_AGE",
    meaning:
      "how long lines of the audit are kept: `session sweep` deletes older ones; off for ever",
    flag: "span",
    fallback: "400d",
  },
  {
    name: "COUNTERSIGN_LANGUAGE",
    meaning: "the language of the pages: en, de, or auto for what the visitor's browser asks for",
    flag: "tag",
    fallback: "auto",
  },
  {
    name: "COUNTERSIGN_NAME",
    meaning: "what the site is called, on every page",
    flag: "name",
    fallback: "Countersign",
  },
  {
    name: "COUNTERSIGN_ACCENT",
    meaning: "the colour of links and buttons; made darker or lighter where it could not be read",
    flag: "colour",
    fallback: "#1d5c56",
  },
  {
    name: "COUNTERSIGN_LOGO",
    meaning: "the path of an SVG or PNG file of at most 256 KiB",
    flag: "path",
    fallback: "ours",
  },
  {
    name: "LOG_LEVEL",
    meaning: "trace, debug, info, warn, error, fatal or silent",
    flag: "level",
    fallback: "info",
  },
];

/** `COUNTERSIGN_SESSION_AGE` is `--session-age`. */
export const flagOf = ({ name }: Variable): string =>
  name.replace("COUNTERSIGN_", "").toLowerCase().replaceAll("_", "-");
