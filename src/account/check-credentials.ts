import type { LoginFailure } from "../events/account-event.ts";
import { isTooLong } from "../passwords/check-new-password.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { Wait } from "../throttle/counters.ts";
import type { LoginRecord } from "../users/user-store.ts";
import { attempt } from "./attempt.ts";
import type { Parts } from "./parts.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export type Checked =
  | { readonly record: LoginRecord }
  | { readonly mismatch: LoginFailure }
  | { readonly wait: Wait };

/**
 * No name or address is as long, however it is spelled, so that the rest of a longer one makes nobody of it. In
 * characters: to normalise a body full of combining marks would hold everybody up for a fifth of a second.
 */
const LONGEST_NAME = 512;

/**
 * Whose name and password these are, or why they are nobody's, or that nobody may ask just now: an unknown
 * name, a wrong password and a disabled account all cost the work of the dearest hash, and count alike. Of a
 * stored hash that lets nobody in the log is told.
 *
 * A failure is written down before it is answered, or is no answer. Were it answered where nothing can be written, a
 * full disk would tell a wrong password from the right one, whose login fails then, and guessing left no trace.
 *
 * Rejects with `server.busy` and `storage.unavailable`.
 */
export const checkCredentials = async (
  parts: Pick<Parts, "accounts" | "passwords" | "clock" | "log" | "throttle">,
  session: Session,
  { username, password }: Credentials,
  signal?: AbortSignal,
): Promise<Checked> => {
  const { accounts, passwords, clock, log } = parts;
  const cause = causeOf(stateOf(session));
  // Nobody has such a password, and so it is no hash's worth, whoever is named. It counts all the same: what
  // fails is written down, and nobody may have that done without end.
  const isOverLong = isTooLong(password);
  const name = username.slice(0, LONGEST_NAME);
  const record = await accounts.findByName(name);
  let isRight = false;
  const tried = await attempt(parts, session, { record, name }, async (knownAs) => {
    isRight = !isOverLong && (await passwords.check(password, record?.password, signal, knownAs));
    return isRight && record?.isDisabled === false;
  });
  if (typeof tried === "object") return { wait: tried };
  const fail = async (reason: LoginFailure, userId?: number): Promise<Checked> => {
    const note = { name: "loginFailed", reason, ...cause } as const;
    await accounts.noteFailure(userId, clock(), note, tried === "closed" && userId !== undefined);
    return { mismatch: reason };
  };
  if (isOverLong) return fail("over-long password", record?.user.id);
  if (!record) return fail("unknown name");
  const userId = record.user.id;
  const alarm = passwords.alarmOf(record.password);
  if (alarm) {
    const { requestId } = cause;
    const fields = { event: "hashUnverifiable", requestId, userId, reason: alarm } as const;
    log.error(fields, "a stored hash lets nobody in; see `countersign user show`");
  }
  if (!isRight) return fail("wrong password", userId);
  return record.isDisabled ? fail("disabled account", userId) : { record };
};
