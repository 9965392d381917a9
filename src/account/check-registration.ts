import type { FieldError } from "../errors/problem.ts";
import { checkNewPassword } from "../passwords/check-new-password.ts";
import { checkEmail } from "../users/check-email.ts";
import { checkUsername } from "../users/check-username.ts";
import { usernameKey } from "../users/username-key.ts";
import type { NewUser } from "./account-store.ts";
import type { Parts } from "./parts.ts";

export interface Registration {
  readonly username: string;
  /** Empty if it was left out. */
  readonly email: string;
  readonly password: string;
}

export const TAKEN: FieldError = { field: "username", code: "username.taken" };

/** Everything that is wrong with a registration, all at once. */
export const checkRegistration = async (
  { accounts, policy }: Pick<Parts, "accounts" | "policy">,
  { username, email, password }: Registration,
): Promise<readonly FieldError[]> => {
  const nameFault = checkUsername(username);
  const emailFault = checkEmail(email);
  const attributes = [username, email].filter((attribute) => attribute !== "");
  const passwordFaults = checkNewPassword(password, attributes, await policy());

  const errors: FieldError[] = [];
  if (nameFault) errors.push({ field: "username", code: nameFault });
  if (emailFault) errors.push({ field: "email", code: emailFault });
  for (const code of passwordFaults) errors.push({ field: "password", code });
  // Where nothing else is wrong the insert finds this out, after the hash: a taken name takes as
  // long as a free one.
  const isNameWorthAsking = errors.length > 0 && !nameFault;
  if (isNameWorthAsking && (await accounts.findByName(username))) errors.unshift(TAKEN);
  return errors;
};

/** The user that a sound registration makes. */
export const newUser = ({ username, email }: Registration, hash: string): NewUser => ({
  username: username.normalize("NFC"),
  usernameKey: usernameKey(username),
  email: email === "" ? undefined : email,
  password: hash,
});
