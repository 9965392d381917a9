import { CountersignError } from "../errors/countersign-error.ts";
import { checkEmail } from "../users/check-email.ts";

/** Whom mails are from: a name, which may be empty, and an address. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

const ADVICE = "has to be an address, such as noreply@example.org or Example <noreply@example.org>";

/**
 * Reads `Name <noreply@example.org>`, or the address alone. Throws `settings.invalid` for anything
 * else: a line break in it would begin a header of its own.
 */
export const senderOf = (from: string): Sender => {
  const sender = read(from);
  if (sender) return sender;
  throw new CountersignError("settings.invalid", `mail: whom it is from ${ADVICE}.`);
};

/** What is wrong with it, or undefined. */
export const senderFault = (from: string): string | undefined => (read(from) ? undefined : ADVICE);

const read = (from: string): Sender | undefined => {
  const [, name = "", inBrackets] = /^([^<>"\p{Cc}]*)<([^<>]*)>$/u.exec(from) ?? [];
  const address = inBrackets ?? from;
  if (address === "" || checkEmail(address) !== undefined) return undefined;
  return { name: name.trim(), address };
};
