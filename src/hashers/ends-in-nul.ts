import { CountersignError } from "../errors/countersign-error.ts";

/** HMAC fills its key up with zeros (RFC 2104): to PBKDF2 and scrypt "a" and "a\0" are one password. */
export const endsInNul = (password: string): boolean => password.endsWith("\0");

export const refuseNul = (hasher: string, password: string): void => {
  if (!endsInNul(password)) return;
  throw new CountersignError(
    "password.unhashable",
    `${hasher}: a password that ends in a NUL would have the hash of the one without it.`,
  );
};
