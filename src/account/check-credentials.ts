import { isTooLong } from "../passwords/check-new-password.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { usernameKey } from "../users/username-key.ts";
import type { Parts } from "./parts.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Whose name and password these are, or undefined: an unknown name, a wrong password and a disabled
 * account are one answer, after the work of one hash each.
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const checkCredentials = async (
  { accounts, passwords }: Parts,
  { username, password }: Credentials,
  signal?: AbortSignal,
): Promise<LoginRecord | undefined> => {
  // Nobody has such a password, and so it is no hash's worth, whoever is named.
  if (isTooLong(password)) return undefined;
  const record = await accounts.findByName(usernameKey(username));
  const isRight = await passwords.check(password, record?.password, signal);
  return record && isRight && !record.isDisabled ? record : undefined;
};
