import type { Words } from "../pages/words.ts";
import type { Parts } from "./parts.ts";
import { postReset } from "./post-mail.ts";

/** Longer than any name or address; what is longer is nobody's. In characters. */
const LONGEST = 254;

/**
 * Sends a link to a new password to whoever has this name or address, if anybody has. The same statements
 * are asked for everybody, and all that is done for somebody who is there is done behind the answer: it
 * tells nothing, and neither does its time. How many mails were posted, for the log alone.
 *
 * Rejects with `storage.unavailable`, whoever is named.
 */
export const forgotPassword = async (
  parts: Parts,
  words: Words,
  nameOrAddress: string,
): Promise<number> => {
  const text = nameOrAddress.trim();
  const found = await parts.accounts.findForgetful(text.length > LONGEST ? "" : text);
  for (const { user } of found) postReset(parts, words, user.id);
  return found.length;
};
