import type { Words } from "../pages/words.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { resetsCounter } from "../throttle/counter-of.ts";
import { isWait } from "../throttle/counters.ts";
import type { Parts } from "./parts.ts";
import { postReset } from "./post-mail.ts";

/** Longer than any name or address; what is longer is nobody's. In characters. */
const LONGEST = 254;

/** No user has this id. */
const NOBODY = 0;

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
  session: Session,
  nameOrAddress: string,
): Promise<number> => {
  if (!(await mayAsk(parts, session))) return 0;
  const text = nameOrAddress.trim();
  const found = await parts.accounts.findForgetful(text.length > LONGEST ? "" : text);
  // Somebody who is not there is written to as well, and found out behind the answer: what posting a mail
  // takes can be measured.
  const ids = found.length > 0 ? found.map(({ user }) => user.id) : [NOBODY];
  for (const id of ids) postReset(parts, words, id);
  return found.length;
};

/** One network asks for so many and no more; the answer is the same all the same. */
const mayAsk = async ({ throttle, clock }: Parts, session: Session): Promise<boolean> => {
  const { address } = stateOf(session).visitor();
  if (!throttle || address === undefined) return true;
  return !isWait(await throttle.counters.count([resetsCounter(address)], clock()));
};
