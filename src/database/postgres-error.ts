import type { DatabaseError } from "pg";
import { CountersignError } from "../errors/countersign-error.ts";

/** SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const READ_ONLY = "25006";
const LOCK_TIMEOUT = "55P03";
/** What an operator left out: a right, a schema. */
const NOT_SET_UP: ReadonlySet<string> = new Set(["42501", "3F000"]);
const CONFLICTS: ReadonlySet<string> = new Set(["40001", "40P01"]);
/** No more connections; still starting up. */
const NOT_YET: ReadonlySet<string> = new Set(["53300", "57P03", "ECONNREFUSED"]);

/** The world is broken, not the statement: connection, authorization, catalog, resources, operator, system, internal. */
const BROKEN_CLASSES: ReadonlySet<string> = new Set([
  "08",
  "28",
  "3D",
  "53",
  "57",
  "58",
  "F0",
  "XX",
]);

/** A SQLSTATE, or the name of a fault of the network. */
const codeOf = (error: unknown): string | undefined => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
};

const isSqlState = (code: string | undefined): code is string =>
  code !== undefined && /^[0-9A-Z]{5}$/.test(code);

/** Did it come from the server, which then still listens? All else is the way to it. */
export const isFromServer = (error: unknown): boolean =>
  error instanceof Error && "severity" in error && isSqlState(codeOf(error));

/** Does the connection it came from have to be thrown away? */
export const isConnectionLost = (error: unknown): boolean =>
  !isFromServer(error) || /^(?:08|57P)/.test(codeOf(error) ?? "");

/** Two transactions were in each other's way, and one was rolled back: it may be done again. */
export const isConflict = (error: unknown): boolean => {
  const code = codeOf(error instanceof CountersignError ? error.cause : error);
  return code !== undefined && CONFLICTS.has(code);
};

/** Was a connection refused that may be granted in a moment? */
export const isNotYet = (error: unknown): boolean => NOT_YET.has(codeOf(error) ?? "");

/** As `storage.unavailable` if the storage is to blame, else unchanged: then it is a bug of ours. */
export const postgresError = (error: unknown): unknown => {
  if (error instanceof CountersignError) return error;
  const code = codeOf(error);
  if (!isFromServer(error)) {
    return unavailable(`PostgreSQL${placeOf(error)} is out of reach: ${obstacleOf(error)}.`, error);
  }
  forgetValues(error as DatabaseError);
  const isBroken =
    BROKEN_CLASSES.has(code!.slice(0, 2)) ||
    code === READ_ONLY ||
    code === LOCK_TIMEOUT ||
    NOT_SET_UP.has(code!) ||
    CONFLICTS.has(code!);
  return isBroken
    ? unavailable(`PostgreSQL answered with ${code}: ${MEANINGS[code!] ?? "see its log"}.`, error)
    : error;
};

/**
 * The server also tells the row that it refused, or with which values it was asked, and that is a hash as
 * well: nothing that a log or a console prints of an error may hold it.
 */
const forgetValues = (error: DatabaseError): void => {
  error.detail = error.where = error.internalQuery = undefined;
};

/** What an operator mostly has to mend. Never the server's own words, which may hold values. */
const MEANINGS: Readonly<Record<string, string>> = {
  "25006": "it is read-only, a standby",
  "28000":
    "it does not let this user in from here, or not by this way; see pg_hba.conf and sslmode",
  "28P01": "it does not take this user and this password; mend them",
  "3D000": "there is no such database; make it with createdb, or mend its name",
  "3F000": "it has no schema to make tables in; make one, or mend the search_path",
  "42501": "its user lacks a right; grant it, or run `countersign migrate` as the tables' owner",
  "53100": "its disk is full",
  "53300": "it has too many connections",
  "55P03": "a lock was not to be had in time",
  "57014": "the statement took too long",
  "57P01": "it is being shut down",
  "57P03": "it is starting up",
};

const UNKNOWN_AUTHORITY =
  "its certificate is of no authority that is known here; name that with sslrootcert";

/** What is in the way to it, by the codes of the network and of TLS. */
const OBSTACLES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there; start it, or mend host and port",
  ENOTFOUND: "its host has no address; mend the host",
  EAI_AGAIN: "nobody tells the address of its host; see to the name server",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name; mend the host",
};

/** Of the driver's own words, where it has no code. Only what is said depends on them. */
const WITHOUT_CODE: readonly (readonly [RegExp, string])[] = [
  [/not support SSL/, "it has no TLS; switch that on there, or set sslmode=disable"],
  [/^SASL: .*client password/, "it wants a password, and none is set"],
];

/** Where it was looked for, as the network's own error has it, which knows of no password. */
const placeOf = (error: unknown): string => {
  const { address, port, hostname } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof hostname === "string") return ` at ${hostname}`;
  return typeof address === "string" ? ` at ${address}${port ? `:${port}` : ""}` : "";
};

const obstacleOf = (error: unknown): string => {
  const code = codeOf(error);
  if (code !== undefined) return OBSTACLES[code] ? `${OBSTACLES[code]} (${code})` : code;
  const message = error instanceof Error ? error.message : "";
  return WITHOUT_CODE.find(([words]) => words.test(message))?.[1] ?? "no answer";
};

const unavailable = (message: string, cause: unknown): CountersignError =>
  new CountersignError("storage.unavailable", message, { cause });
