// Over 150 lines because it is one table: a reader looks for every warning here.
import { isIP } from "node:net";
import { sqlitePathOf } from "../assembly/database-address.ts";
import { parseDuration } from "../time/duration.ts";
import { type Environment, sessionFolderOf } from "./environment.ts";
import { cacheLink, isHere, postgresLink } from "./far-server.ts";
import type { Finding } from "./finding.ts";
import { isOnNetwork, isOpenToOthers } from "./on-disk.ts";

interface Warning extends Omit<Finding, "severity"> {
  readonly isFound: (read: Read) => boolean;
}

/** The value of a variable, which may be malformed; empty if it is not set. */
type Read = (name: string) => string;

const HOUR = 3_600;
const DAY = 86_400;

/** What production starts with all the same, and had better be known. */
export const WARNINGS: readonly Warning[] = [
  {
    id: "countersign.W001",
    setting: "COUNTERSIGN_COOKIE_NAME",
    what: "gives up the prefix __Host-",
    why: "A host beside this one, below the same domain, can plant a cookie.",
    instead: "Leave it out, unless another program has to find the cookie under this name.",
    isFound: (read) => read("COUNTERSIGN_COOKIE_NAME") !== "" || isDjango(read),
  },
  {
    id: "countersign.W002",
    setting: "COUNTERSIGN_COOKIE_DOMAIN",
    what: "shares the cookie with every host below the domain",
    why: "Each of them is sent it, and can plant one.",
    instead: "Leave it out, unless all those hosts are as trusted as this one.",
    isFound: (read) => read("COUNTERSIGN_COOKIE_DOMAIN") !== "",
  },
  {
    id: "countersign.W003",
    setting: "COUNTERSIGN_ENGINE",
    what: "is memory",
    why: "Every session is forgotten when the site is restarted; it is there for tests.",
    instead: "Leave it out, or set it to an engine that keeps what it is given.",
    isFound: (read) => read("COUNTERSIGN_ENGINE") === "memory",
  },
  {
    id: "countersign.W004",
    setting: "COUNTERSIGN_DATABASE",
    what: "is on another machine, without TLS",
    why: "Whoever is on the way reads every hash and session, and may change them.",
    instead:
      "Say sslmode=verify-full in the address, and sslrootcert=FILE if its authority is your own.",
    isFound: (read) => postgresLink(read("COUNTERSIGN_DATABASE")) === "open",
  },
  {
    id: "countersign.W005",
    setting: "COUNTERSIGN_DATABASE",
    what: "is on another machine, and whoever answers there is believed",
    why: "TLS that asks nobody for a proof is TLS with whoever is on the way.",
    instead:
      "Say sslmode=verify-full in the address, and sslrootcert=FILE if its authority is your own.",
    isFound: (read) => postgresLink(read("COUNTERSIGN_DATABASE")) === "unproven",
  },
  {
    id: "countersign.W006",
    setting: "COUNTERSIGN_DATABASE",
    what: "is a file that others on this machine may read or write, or its folder is",
    why: "It holds the hash of every password, and the write-ahead log beside it the same.",
    instead: "Say chmod 600 of the file, and chmod 700 of its folder.",
    isFound: (read) => isSqliteFile(read, (path) => isOpenToOthers(path)),
  },
  {
    id: "countersign.W007",
    setting: "COUNTERSIGN_DATABASE",
    what: "is a SQLite file on another machine's disk",
    why: "SQLite's locks and shared memory do not reach over a network: two writers can break the file.",
    instead: "Put it on a disk of this machine, or take a PostgreSQL.",
    isFound: (read) => isSqliteFile(read, isOnNetwork),
  },
  {
    id: "countersign.W008",
    setting: "COUNTERSIGN_DATABASE",
    what: "is in memory",
    why: "Every user is forgotten when the site is restarted; it is there for tests.",
    instead: "Set it to a file, such as sqlite:data/countersign.db.",
    isFound: (read) => read("COUNTERSIGN_DATABASE") === "sqlite::memory:",
  },
  {
    id: "countersign.W009",
    setting: "COUNTERSIGN_CACHE",
    what: "is on another machine, without TLS",
    why: "Whoever is on the way reads what is in every session.",
    instead: "Set it to an address that begins with rediss:// or valkeys://.",
    isFound: (read) => cacheLink(read("COUNTERSIGN_CACHE")) === "open",
  },
  {
    id: "countersign.W010",
    setting: "COUNTERSIGN_SESSION_FOLDER",
    what: "is a folder that others on this machine may read or write",
    why: "It holds what is in every session.",
    instead: "Say chmod 700 of the folder.",
    isFound: (read) => read("COUNTERSIGN_ENGINE") === "file" && isOpenToOthers(sessionFolder(read)),
  },
  {
    id: "countersign.W011",
    setting: "COUNTERSIGN_DJANGO",
    what: "shares sessions with a site that never learns that one was ended here",
    why: "With the engine database a logout takes the row, which both notice; a signed cookie lives on there until it expires or the password changes.",
    instead:
      "Set COUNTERSIGN_ENGINE to database, and Django's SESSION_ENGINE to its own of that name.",
    isFound: (read) => isDjango(read),
  },
  {
    id: "countersign.W012",
    setting: "COUNTERSIGN_DJANGO",
    what: "keeps session keys themselves in django_session, where a table of ours holds digests",
    why: "A copy of the table opens its sessions.",
    instead:
      "Keep copies of the database as you keep secrets, and end all sessions after one was lost.",
    isFound: (read) => isDjango(read) && read("COUNTERSIGN_ENGINE") === "database",
  },
  {
    id: "countersign.W013",
    setting: "COUNTERSIGN_TRUSTED_PROXIES",
    what: "names nobody",
    why: "Behind a proxy every visitor has the proxy's address: who guesses from one makes all others wait.",
    instead: "Set it to the address of the proxy in front, as this site sees it.",
    isFound: (read) => ["", "none"].includes(read("COUNTERSIGN_TRUSTED_PROXIES")),
  },
  {
    id: "countersign.W014",
    setting: "COUNTERSIGN_TRUSTED_PROXIES",
    what: "trusts a network as large as a continent's",
    why: "Whoever is in it says which address a visitor has, and so whom the limits on guessing hit.",
    instead: "Name the proxies alone, or the smallest network that they are in.",
    isFound: (read) => read("COUNTERSIGN_TRUSTED_PROXIES").split(",").some(isVast),
  },
  {
    id: "countersign.W015",
    setting: "HOST",
    what: "is an address that other machines reach",
    why: "The site speaks http: whoever goes round the proxy sends passwords and cookies in the clear.",
    instead:
      "Leave it out, and let the proxy come from this machine; or keep everybody else out by a firewall.",
    isFound: (read) => read("HOST") !== "" && !isHere(read("HOST")),
  },
  {
    id: "countersign.W016",
    setting: "COUNTERSIGN_SESSION_ABSOLUTE",
    what: "is over 90 days",
    why: "A stolen cookie is good for as long as its thief uses it.",
    instead:
      "Leave it out, or set it to 30d, after which NIST SP 800-63B-4 has people log in again.",
    isFound: (read) => (parseDuration(read("COUNTERSIGN_SESSION_ABSOLUTE")) ?? 0) > 90 * DAY,
  },
  {
    id: "countersign.W017",
    setting: "COUNTERSIGN_SECRET",
    what: "stands in another setting, too",
    why: "Whoever is told one of them has both: a database's password is known to its administrators.",
    instead: "Set it to what `countersign secret` prints, and use that nowhere else.",
    isFound: (read) => isUsedTwice(read),
  },
  {
    id: "countersign.W018",
    setting: "LOG_LEVEL",
    what: "is debug or trace",
    why: "The log names the keys of each session, grows with each request, and costs time.",
    instead: "Set it to info.",
    isFound: (read) => ["debug", "trace"].includes(read("LOG_LEVEL")),
  },
  {
    id: "countersign.W019",
    setting: "LOG_LEVEL",
    what: "leaves out who logged in and who failed to",
    why: "An attack leaves no line, and nobody is told of it.",
    instead: "Set it to info.",
    isFound: (read) => ["warn", "error", "fatal", "silent"].includes(read("LOG_LEVEL")),
  },
  {
    id: "countersign.W020",
    setting: "NODE_TLS_REJECT_UNAUTHORIZED",
    what: "is 0",
    why: "Whoever answers as database, cache or mail server is believed, whatever the settings say.",
    instead: "Take it out, and name your authority in NODE_EXTRA_CA_CERTS or in the address.",
    isFound: (read) => read("NODE_TLS_REJECT_UNAUTHORIZED") === "0",
  },
  {
    id: "countersign.W021",
    setting: "NODE_OPTIONS",
    what: "opens the debugger",
    why: "Whoever reaches its port runs what they like as this site.",
    instead: "Take --inspect out.",
    isFound: (read) => /--inspect/.test(read("NODE_OPTIONS")),
  },
  {
    id: "countersign.W022",
    setting: "COUNTERSIGN_MAIL",
    what: "says tls=off",
    why: "Whoever is on the way to the mail server reads the links to new passwords, and uses them first.",
    instead: "Take ?tls=off out, and a server that speaks TLS.",
    isFound: (read) => read("COUNTERSIGN_MAIL").endsWith("?tls=off"),
  },
  {
    id: "countersign.W023",
    setting: "COUNTERSIGN_MAIL",
    what: "is not set",
    why: "Nobody gets a new password by mail, confirms an address, or is told that theirs was changed.",
    instead: "Set it to a mail server, such as smtp://user:password@mail.example.org:587.",
    isFound: (read) => read("COUNTERSIGN_MAIL") === "" && !isDjango(read),
  },
  {
    id: "countersign.W024",
    setting: "COUNTERSIGN_RESET_AGE",
    what: "is over a day",
    why: "A link to a new password lies in mailboxes and is good for whoever reads them later.",
    instead: "Leave it out; an hour is usual.",
    isFound: (read) => (parseDuration(read("COUNTERSIGN_RESET_AGE")) ?? 0) > DAY,
  },
  {
    id: "countersign.W025",
    setting: "COUNTERSIGN_AUDIT_AGE",
    what: "is under 30 days",
    why: "What an attacker did is forgotten before anybody asks.",
    instead: "Leave it out; 400 days are usual.",
    isFound: (read) => (parseDuration(read("COUNTERSIGN_AUDIT_AGE")) ?? 30 * DAY) < 30 * DAY,
  },
  {
    id: "countersign.W026",
    setting: "COUNTERSIGN_RESET_AGE",
    what: "is under five minutes",
    why: "A mail may take as long, and whoever forgot their password finds a link that is dead.",
    instead: "Leave it out; an hour is usual.",
    isFound: (read) => (parseDuration(read("COUNTERSIGN_RESET_AGE")) ?? HOUR) < 300,
  },
];

/** Everything that is found, in the order of the table. */
export const warningsOn = (environment: Environment): readonly Finding[] => {
  const read: Read = (name) => environment[name] ?? "";
  return WARNINGS.filter(({ isFound }) => isFound(read)).map(({ isFound: _, ...finding }) => ({
    ...finding,
    severity: "warning",
  }));
};

const isDjango = (read: Read): boolean => read("COUNTERSIGN_DJANGO") === "on";

const databaseOf = (read: Read): string =>
  read("COUNTERSIGN_DATABASE") || "sqlite:data/countersign.db";

const isSqliteFile = (read: Read, isIt: (path: string) => boolean): boolean => {
  const path = sqlitePathOf(databaseOf(read));
  return path !== undefined && path !== ":memory:" && isIt(path);
};

const sessionFolder = (read: Read): string =>
  read("COUNTERSIGN_SESSION_FOLDER") || sessionFolderOf(databaseOf(read));

/** A network with more addresses than any one has proxies in: 2^24 of IPv4, 2^96 of IPv6. */
const isVast = (network: string): boolean => {
  const [address = "", bits] = network.trim().split("/");
  return bits !== undefined && Number(bits) < (isIP(address) === 6 ? 32 : 8);
};

/** A secret, and what else may be one, whole or as the password of an address. */
const isUsedTwice = (read: Read): boolean => {
  const others = [
    "COUNTERSIGN_PEPPER",
    "COUNTERSIGN_DATABASE",
    "COUNTERSIGN_CACHE",
    "COUNTERSIGN_MAIL",
  ].map(read);
  const secrets = read("COUNTERSIGN_SECRET")
    .split(",")
    .filter((secret) => secret.length >= 8);
  return secrets.some((secret) =>
    others.some((other) => other.includes(secret) || other.includes(encodeURIComponent(secret))),
  );
};
