import type { Mail } from "../mails/mail.ts";
import { writeMail } from "../mails/write-mail.ts";
import type { LetterKind } from "../pages/mail-words.ts";
import type { Words } from "../pages/words.ts";
import { mailsCounter, mailsToCounter } from "../throttle/counter-of.ts";
import { type Counter, isWait } from "../throttle/counters.ts";
import type { Throttle } from "../throttle/throttle.ts";
import { emailKey } from "../users/email-key.ts";
import type { User } from "../users/user.ts";
import type { LoginRecord } from "../users/user-store.ts";
import type { Parts } from "./parts.ts";

type MailParts = Pick<
  Parts,
  "mail" | "place" | "links" | "accounts" | "throttle" | "clock" | "log"
>;

/** The address of a page of ours, as a mail has to write it. */
const linkTo = ({ place }: MailParts, page: string): string =>
  `${place.origin}${place.path}${page}`;

/**
 * Counts a mail, and says whether it may still be sent: nobody's mailbox is filled by somebody who asks
 * again and again. Nobody learns that it is not.
 */
const mayPost = async (
  { throttle, clock, log }: MailParts,
  userId: number,
  countersOf: (throttle: Throttle) => readonly Counter[],
): Promise<boolean> => {
  if (!throttle || !isWait(await throttle.counters.count(countersOf(throttle), clock())))
    return true;
  log.info({ event: "mailDropped", userId }, "so many mails have gone there within the hour");
  return false;
};

/**
 * Sends one who may have forgotten their password a link to a new one, to the address that we have of
 * them and never to the one that was typed. The token is made when the mail is written: whoever logs in
 * meanwhile needs it no more.
 */
export const postReset = (parts: MailParts, words: Words, userId: number): void =>
  parts.mail?.post(async () => {
    const record = await parts.accounts.findRecord(userId);
    const to = record?.user.email;
    if (!record || record.isDisabled || to === undefined) return undefined;
    const isProven = record.user.emailVerifiedAt !== undefined;
    const isLetThrough = await mayPost(parts, userId, ({ digestOf }) => [
      mailsCounter("reset", userId),
      // Of an address that they have proven nobody else's accounts use up what there is.
      ...(isProven ? [] : [mailsToCounter("reset", digestOf(emailKey(to)))]),
    ]);
    if (!isLetThrough) return undefined;
    const token = parts.links.makeReset(record, parts.clock());
    const link = linkTo(parts, `/reset?token=${token}`);
    return writeMail(words, "reset", { to, email: to, name: record.user.username, link });
  });

/** Asks at an address whether it belongs to this user. */
export const postConfirmation = (
  parts: MailParts,
  words: Words,
  userId: number,
  email: string,
): void =>
  parts.mail?.post(async () => {
    const record = await parts.accounts.findRecord(userId);
    if (!record || record.isDisabled || !(await mayConfirm(parts, userId, email))) return undefined;
    return confirmation(parts, words, record, email);
  });

/**
 * The same for whoever is logged in and asks once more, which costs nothing: counted before it waits, or one of them
 * filled the queue and everybody else's mails were dropped. Rejects with `storage.unavailable`; then none is sent.
 */
export const postConfirmationAgain = async (
  parts: MailParts,
  words: Words,
  userId: number,
  email: string,
): Promise<void> => {
  if (!parts.mail || !(await mayConfirm(parts, userId, email))) return;
  parts.mail.post(async () => {
    const record = await parts.accounts.findRecord(userId);
    return record && !record.isDisabled ? confirmation(parts, words, record, email) : undefined;
  });
};

const mayConfirm = (parts: MailParts, userId: number, email: string): Promise<boolean> =>
  mayPost(parts, userId, ({ digestOf }) => [
    mailsCounter("confirm", userId),
    mailsToCounter("confirm", digestOf(emailKey(email))),
  ]);

const confirmation = (parts: MailParts, words: Words, record: LoginRecord, email: string): Mail => {
  const token = parts.links.makeConfirmation(record, email, parts.clock());
  const link = linkTo(parts, `/verify?token=${token}`);
  return writeMail(words, "confirm", { to: email, email, name: record.user.username, link });
};

/**
 * Tells a user what was done to their account. Only at an address that they have proven: any other may be
 * a stranger's.
 */
export const postNews = (
  parts: MailParts,
  words: Words,
  kind: Exclude<LetterKind, "reset" | "confirm">,
  { username, email, emailVerifiedAt }: User,
): void => {
  if (email === undefined || emailVerifiedAt === undefined) return;
  const link = kind === "changed" ? undefined : linkTo(parts, "/forgot");
  parts.mail?.post(() => writeMail(words, kind, { to: email, email, name: username, link }));
};
