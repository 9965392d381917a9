import { isTooLong } from "../passwords/check-new-password.ts";
import type { LoginRecord } from "../users/user-store.ts";
import type { Parts } from "./parts.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** For the log alone: to the visitor all of them are one answer. */
export type Mismatch =
  | "unknown name"
  | "wrong password"
  | "disabled account"
  | "over-long password";

/**
 * Whose name and password these are, or why they are nobody's: an unknown name, a wrong password and
 * a disabled account all cost the work of the dearest hash. Of a stored hash that lets nobody in the log is told.
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const checkCredentials = async (
  { accounts, passwords, log }: Parts,
  { username, password }: Credentials,
  signal?: AbortSignal,
): Promise<LoginRecord | Mismatch> => {
  // Nobody has such a password, and so it is no hash's worth, whoever is named.
  if (isTooLong(password)) return "over-long password";
  const record = await accounts.findByName(username);
  const isRight = await passwords.check(password, record?.password, signal);
  if (!record) return "unknown name";
  const alarm = passwords.alarmOf(record.password);
  if (alarm) {
    const fields = { event: "password.unverifiable", userId: record.user.id, reason: alarm };
    log.error(fields, "a stored hash lets nobody in; see `countersign user show`");
  }
  if (!isRight) return "wrong password";
  return record.isDisabled ? "disabled account" : record;
};
