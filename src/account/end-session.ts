import { causeOf } from "../sessions/cause-of.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import type { Parts } from "./parts.ts";

/**
 * Ends one session of the user who is logged in, everywhere and at once. False, and nothing is done, if it is none of
 * theirs or has ended already. Rejects with `storage.unavailable`.
 */
export const endSession = async (
  { register, clock }: Pick<Parts, "register" | "clock">,
  session: Session,
  userId: number,
  sid: string,
): Promise<boolean> => {
  const now = clock();
  // In this order: one that is given a new id in between is found by one of the two.
  const isListed = (await register.list(userId, now)).some((entry) => entry.sid === sid);
  const { isKnown, ended } = await register.standing(sid, userId);
  // One that was given a new id since its id was read is ended in the register; who ends it means what
  // has taken its place. One that was left behind by an epoch, or has expired, is just not listed.
  if (!isKnown || !(isListed || ended)) return false;
  return register.end(sid, now, { name: "sessionEnded", ...causeOf(stateOf(session)) });
};
