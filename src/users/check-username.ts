import type { FieldCode } from "../errors/problem.ts";
import { usernameKey } from "./username-key.ts";
import { isOneScript, looksLatin } from "./username-script.ts";

/** In code points, as typed and after normalising: U+FDFA alone grows to eighteen. */
export const LONGEST_USERNAME = 64;

/** Names that could pass for the site itself, and the mailboxes of RFC 2142. Compared by key. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    ...["admin", "administrator", "root", "superuser", "sysadmin", "system", "staff", "moderator"],
    ...["support", "security", "abuse", "noc", "postmaster", "hostmaster", "webmaster", "info"],
    ...["noreply", "no-reply", "official", "anonymous", "countersign"],
  ].map(usernameKey),
);

/**
 * What is wrong with a name, or undefined. Letters, marks and digits of one script and `. _ + -`,
 * once normalised: there a subset of RFC 8265's UsernameCaseMapped. No `@`, which begins an address; nothing invisible.
 * Normalised first and judged after, so that no compatibility form brings in what is refused.
 */
export const checkUsername = (username: string): FieldCode | undefined => {
  if (username === "") return "username.required";
  if (codePoints(username) > LONGEST_USERNAME) return "username.too-long";
  const normal = username.normalize("NFKC");
  if (codePoints(normal) > LONGEST_USERNAME) return "username.too-long";
  if (!isWellFormed(normal) || !isOneScript(normal) || looksLatin(normal))
    return "username.invalid";
  return RESERVED.has(usernameKey(normal)) ? "username.reserved" : undefined;
};

const ALLOWED = /^[\p{L}\p{M}\p{Nd}._+-]+$/u;
const LETTER_OR_DIGIT = /[\p{L}\p{Nd}]/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** Three marks in a row are enough for every living script; more only cover the line above. */
const STACKED_MARKS = /\p{M}{4}|^\p{M}/u;

const isWellFormed = (text: string): boolean =>
  ALLOWED.test(text) &&
  LETTER_OR_DIGIT.test(text) &&
  !INVISIBLE.test(text) &&
  !STACKED_MARKS.test(text);

const codePoints = (text: string): number => Array.from(text).length;
