import type { Words } from "../pages/words.ts";
import { causeOf } from "../sessions/cause-of.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { LoginRecord } from "../users/user-store.ts";
import type { Parts } from "./parts.ts";
import { postNews } from "./post-mail.ts";

/** A user, and the address that is to be theirs. */
export interface Confirmation {
  readonly record: LoginRecord;
  readonly email: string;
}

/**
 * What a link asks to be confirmed; undefined if it is none of ours, too old, used, or the account has
 * changed since. Rejects with `storage.unavailable`.
 */
export const findConfirmation = async (
  { accounts, links, clock }: Parts,
  token: string,
): Promise<Confirmation | undefined> => {
  const claim = links.readConfirmation(token, clock());
  const record = claim && (await accounts.findRecord(claim.userId));
  if (!record || record.isDisabled || !claim.isGood(record)) return undefined;
  return { record, email: claim.email };
};

export type EmailConfirmed =
  | "confirmed"
  /** Somebody else has confirmed the address meanwhile. */
  | "taken"
  | "invalid";

/**
 * Confirms an address by a link, once, and makes it the user's if it is not yet. Whoever had another one
 * before is told there. Nobody is logged in by it. Rejects with `storage.unavailable`; then nothing was done.
 */
export const confirmEmail = async (
  parts: Parts,
  words: Words,
  session: Session,
  token: string,
): Promise<EmailConfirmed> => {
  const found = await findConfirmation(parts, token);
  if (!found) return "invalid";
  const { record, email } = found;
  const { user, password: verified } = record;
  const proof = { id: user.id, email, verified, before: user.email };
  const isNew = user.email !== email;
  const name = isNew ? "emailChanged" : "emailVerified";
  const note = { name, ...causeOf(stateOf(session)) } as const;
  const outcome = await parts.accounts.verifyEmail(proof, parts.clock(), note);
  if (outcome !== "verified") return outcome === "taken" ? "taken" : "invalid";
  if (isNew) postNews(parts, words, "changed", user);
  return "confirmed";
};
