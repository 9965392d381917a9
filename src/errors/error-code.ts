/**
 * What can be thrown.
 *
 * - `settings.invalid`: a setting is unknown, malformed or unsafe; thrown once, at assembly or start
 * - `storage.unavailable`: a store did not answer in time or refused to write; the site answers 503
 * - `server.busy`: the queue of password hashes is full; the site answers 503 with `Retry-After`
 * - `session.too-late`: the session was written after the head of the answer had gone
 * - `session.too-large`: what the session holds does not fit into a cookie, or into a row
 * - `signing.malformed`: something that cannot be signed was handed to a signer
 * - `password.unhashable`: a hasher was asked for a hash in which not every byte would count; a visitor hears of it before, as
 *   a value
 * - `command.failed`: a command was asked for something that is not there
 */
export type ErrorCode =
  | "settings.invalid"
  | "storage.unavailable"
  | "server.busy"
  | "session.too-late"
  | "session.too-large"
  | "signing.malformed"
  | "password.unhashable"
  | "command.failed";
