import type { ImportFault, ImportFaultCode } from "../account/imported-user.ts";
import type { FieldCode } from "../errors/problem.ts";
import { english } from "../pages/english.ts";

/** Of what a form refuses as well, in words for whoever does not fill in a form. */
type OfForms =
  | "username.required"
  | "username.invalid"
  | "username.too-long"
  | "username.taken"
  | "email.invalid";

const REASONS: Readonly<Record<Exclude<ImportFaultCode, FieldCode> | OfForms, string>> = {
  "username.required": "is missing",
  "username.invalid":
    "may have letters of one script, digits, and . _ + - only, and no blanks and no @",
  "username.too-long": "has more than 64 characters",
  "username.taken": "belongs to another user, or to this one with other data",
  "email.invalid": "is no address such as ada@example.org",
  "row.unreadable":
    "cannot be read: no JSON object, one with a name twice, or not as many cells as the first line has",
  "field.unknown": "is no field of a user; take it out or mend its name",
  "field.twice": "says what the row says under another spelling already; take one out",
  "text.invalid": "has to be a text",
  "yes-no.invalid": "has to be true or false, or since when, in ISO 8601",
  "moment.invalid":
    "has to be a moment since 1990, in ISO 8601 or in milliseconds since 1970, and not in the future",
  "hash.unverifiable":
    "can be verified by no hasher: its algorithm is unknown, it is damaged, or its cost is out of bounds; empty it to let the user set a new password by a reset",
  "email.missing": "says that an address was verified, and there is none",
  "username.twice": "is that of an earlier line, or compares as equal to it",
  "email.twice": "is verified, and so is that of an earlier line",
  "email.taken": "is verified, and somebody else has verified it already",
};

/** Why a row is refused, without anything that stands in it. */
export const reasonOf = ({ code }: Pick<ImportFault, "code">): string =>
  isOurs(code) ? REASONS[code] : english.fields[code];

const isOurs = (code: ImportFaultCode): code is keyof typeof REASONS => code in REASONS;
