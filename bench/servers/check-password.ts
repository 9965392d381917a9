import { hash, verify } from "@node-rs/bcrypt";

const COST = 12;

let stored: Promise<string> | undefined;

/** Is it the password of the bench's user? By bcrypt at cost 12 as @node-rs/bcrypt does it, in the thread pool. */
export const checkPassword = async (password: string): Promise<boolean> => {
  stored ??= hash("four unrelated words here", { cost: COST });
  return verify(password, await stored);
};
