import { CountersignError } from "../errors/countersign-error.ts";

/** SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const READ_ONLY = "25006";
const LOCK_TIMEOUT = "55P03";
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
  if (!isFromServer(error))
    return unavailable(`PostgreSQL is out of reach (${code ?? "no answer"}).`, error);
  const isBroken =
    BROKEN_CLASSES.has(code!.slice(0, 2)) ||
    code === READ_ONLY ||
    code === LOCK_TIMEOUT ||
    CONFLICTS.has(code!);
  return isBroken
    ? unavailable(`PostgreSQL answered with ${code}: ${MEANINGS[code!] ?? "see its log"}.`, error)
    : error;
};

/** What an operator mostly has to mend. Never the server's own words, which may hold values. */
const MEANINGS: Readonly<Record<string, string>> = {
  "25006": "it is read-only, a standby",
  "28000": "it lets this user in by no means",
  "28P01": "the password is wrong",
  "3D000": "there is no such database; make it with createdb",
  "53100": "its disk is full",
  "53300": "it has too many connections",
  "55P03": "a lock was not to be had in time",
  "57014": "the statement took too long",
  "57P01": "it is being shut down",
  "57P03": "it is starting up",
};

const unavailable = (message: string, cause: unknown): CountersignError =>
  new CountersignError("storage.unavailable", message, { cause });
