import { isoMoment } from "../time/iso-moment.ts";
import { checkEmail } from "../users/check-email.ts";
import { checkUsername } from "../users/check-username.ts";
import { emailKey } from "../users/email-key.ts";
import { usernameKey } from "../users/username-key.ts";
import type { ImportedUser, ImportFault, ImportFaultCode, ImportRow } from "./imported-user.ts";

/** The fields of a row, as `user show --json` calls them; a database's spelling (`created_at`) is taken too. */
export const IMPORT_FIELDS = [
  "username",
  "email",
  "emailVerified",
  "hash",
  "createdAt",
  "lastLoginAt",
  "disabled",
] as const;

type Field = (typeof IMPORT_FIELDS)[number];

export interface ImportReading {
  /** Can a password be checked against this hash here? */
  readonly recognises: (encoded: string) => boolean;
  /** When something is said to be so and not since when. */
  readonly now: number;
}

/** The user whom a row describes, or everything that is wrong with it. */
export const readImportedUser = (
  { line, fields }: ImportRow,
  { recognises, now }: ImportReading,
): ImportedUser | readonly ImportFault[] => {
  const faults: ImportFault[] = [];
  if (fields === undefined) return [{ line, field: "", code: "row.unreadable" }];
  const { values, names, unknown, twice } = byOurNames(fields);
  const refuse = (field: Field, code: ImportFaultCode): undefined => {
    faults.push({ line, field: names[field] ?? field, code });
    return undefined;
  };
  for (const field of unknown) faults.push({ line, field, code: "field.unknown" });
  for (const field of twice) faults.push({ line, field, code: "field.twice" });

  const text = (field: Field): string => {
    const value = values[field] ?? "";
    return typeof value === "string" ? value : (refuse(field, "text.invalid") ?? "");
  };
  const moment = (field: Field): number | undefined => {
    const value = values[field];
    if (value === undefined) return undefined;
    return readMoment(value, now) ?? refuse(field, "moment.invalid");
  };
  /** Since when, or whether at all. */
  const since = (field: Field, otherwise: number): number | undefined => {
    const value = values[field];
    const answer = value === undefined ? false : YES_NO.get(String(value).toLowerCase());
    if (answer !== undefined) return answer ? otherwise : undefined;
    return readMoment(value, now) ?? refuse(field, "yes-no.invalid");
  };

  const username = text("username");
  const nameFault = checkUsername(username);
  // As `user add`: an operator may give a reserved name.
  if (nameFault && nameFault !== "username.reserved") refuse("username", nameFault);
  const email = text("email");
  const emailFault = checkEmail(email);
  if (emailFault) refuse("email", emailFault);
  const hash = text("hash");
  const isUsable = hash !== "" && !hash.startsWith("!");
  if (isUsable && !recognises(hash)) refuse("hash", "hash.unverifiable");
  const createdAt = moment("createdAt");
  const emailVerifiedAt = since("emailVerified", createdAt ?? now);
  if (emailVerifiedAt !== undefined && email === "") refuse("emailVerified", "email.missing");
  const lastLoginAt = moment("lastLoginAt");
  const disabledAt = since("disabled", now);
  if (faults.length > 0) return faults;
  return {
    username: username.normalize("NFC"),
    usernameKey: usernameKey(username),
    email: email === "" ? undefined : email,
    emailKey: email === "" ? undefined : emailKey(email),
    emailVerifiedAt,
    password: isUsable ? hash : undefined,
    createdAt,
    lastLoginAt,
    disabledAt,
  };
};

/** Each with the spelling of a database beside it. */
const OUR_NAMES: ReadonlyMap<string, Field> = new Map(
  IMPORT_FIELDS.flatMap((field) => [
    [field, field],
    [field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), field],
  ]),
);

/** Is it a field of a row? */
export const isImportField = (name: string): boolean => OUR_NAMES.has(name);

/**
 * An empty cell and null say nothing. A field that is not ours may be a misspelt one, and is not passed over; nor is one of
 * ours in both spellings, of which one would win.
 */
const byOurNames = (fields: Readonly<Record<string, unknown>>) => {
  const values: Partial<Record<Field, unknown>> = {};
  const names: Partial<Record<Field, string>> = {};
  const unknown: string[] = [];
  const twice: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const field = OUR_NAMES.get(name);
    if (field === undefined) {
      unknown.push(name);
      continue;
    }
    names[field] ??= name;
    if (value === null || value === "") continue;
    if (values[field] !== undefined) twice.push(name);
    values[field] = value;
    names[field] = name;
  }
  return { values, names, unknown, twice };
};

/** As databases print them. */
const YES_NO: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "1", "yes"].map((word) => [word, true] as const),
  ...["false", "f", "0", "no"].map((word) => [word, false] as const),
]);

/** Nobody registered on the web before; a number of seconds, taken for milliseconds, is before it. */
const EARLIEST = Date.UTC(1990, 0, 1);
/** Clocks differ, by a day where somebody forgot the zone. */
const LATEST = 86_400_000;

/** Milliseconds since 1970, or ISO 8601 as databases write it. */
const readMoment = (value: unknown, now: number): number | undefined => {
  const at = typeof value === "string" ? momentOfText(value) : value;
  if (typeof at !== "number" || !Number.isFinite(at)) return undefined;
  return at >= EARLIEST && at <= now + LATEST ? Math.trunc(at) : undefined;
};

/** PostgreSQL writes whole hours of an offset alone, and nanoseconds are more than a moment of ours has. */
const momentOfText = (text: string): number =>
  /^\d{12,14}$/.test(text)
    ? Number(text)
    : isoMoment(
        text
          .replace(/(\.\d{6})\d+/, "$1")
          .replace(/ ?UTC$/, "Z")
          .replace(/(:\d\d(?:\.\d+)?)([+-]\d\d)$/, "$1$2:00"),
      );
