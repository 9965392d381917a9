import type { FieldCode } from "../errors/problem.ts";

/** A valid e-mail address as browsers see it (HTML, "E-mail state"), no longer than RFC 5321 sends. */
const ADDRESS =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
const LONGEST_ADDRESS = 254;

/** What is wrong with an address that may be left out, or undefined. */
export const checkEmail = (email: string): FieldCode | undefined =>
  email === "" || (email.length <= LONGEST_ADDRESS && ADDRESS.test(email))
    ? undefined
    : "email.invalid";
