import { isCountersignError } from "../errors/countersign-error.ts";
import type { LoginFailure } from "../events/account-event.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { enterUser, newEntry, replacedBy } from "../sessions/enter-user.ts";
import type { RegisterEntry } from "../sessions/register.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { type Credentials, checkCredentials } from "./check-credentials.ts";
import { knowDevice } from "./know-device.ts";
import type { Parts } from "./parts.ts";

export type LoggedIn =
  | { readonly user: User }
  | { readonly mismatch: LoginFailure }
  | { readonly wait: Wait };

/**
 * Logs in, under a new session id: the user; or why not, which is for the log alone; or how long to wait.
 * Rejects with `server.busy` and `storage.unavailable`; then nobody is logged in.
 */
export const logIn = async (
  parts: Parts,
  session: Session,
  credentials: Credentials,
  signal?: AbortSignal,
): Promise<LoggedIn> => {
  const cause = causeOf(stateOf(session));
  const checked = await checkCredentials(parts, session, credentials, signal);
  if (!("record" in checked)) return checked;
  const { record } = checked;
  const password = await upgradeHash(parts, record, credentials.password);

  const entry: RegisterEntry = {
    ...newEntry(session),
    userId: record.user.id,
    // As read with the hash: if the password was changed since, this login is already ended.
    epoch: record.epoch,
  };
  const note = { name: "loggedIn", ...cause } as const;
  const user = await parts.accounts.logIn(entry, replacedBy(session), note);
  if (!user) {
    const failed = { name: "loginFailed", reason: "disabled account", ...cause } as const;
    await parts.accounts.noteFailure(record.user.id, parts.clock(), failed);
    return { mismatch: failed.reason };
  }
  enterUser(session, entry, password);
  knowDevice(parts, session, user.id, record.deviceEpoch);
  return { user };
};

/**
 * After a correct password, and only then, a hash of another algorithm, cost or pepper is made anew. It
 * replaces only the hash that was verified: a change of password at the same moment wins. Where the queue is full it
 * waits for another login: whoever has proven their password is not sent away over a hash that was good enough.
 * The hash that is stored now, as far as this login knows.
 */
const upgradeHash = async (
  { passwords, accounts }: Parts,
  { user, password: verified }: LoginRecord,
  password: string,
): Promise<string> => {
  const stays = accounts.isForeign || !passwords.isOutdated(verified);
  // bcrypt() alone would cut a long one, which another hasher had taken whole.
  if (stays || !passwords.canHash(password)) return verified;
  const next = await passwords.make(password).catch(unlessBusy);
  if (next === undefined) return verified;
  return (await accounts.replacePassword(user.id, verified, next)) ? next : verified;
};

const unlessBusy = (error: unknown): undefined => {
  if (!isCountersignError(error, "server.busy")) throw error;
};
