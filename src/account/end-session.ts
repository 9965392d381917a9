import type { Parts } from "./parts.ts";

/**
 * Ends one session of this user, everywhere and at once. False, and nothing is done, if it is none of
 * theirs or has ended already. Rejects with `storage.unavailable`.
 */
export const endSession = async (
  { register, clock }: Pick<Parts, "register" | "clock">,
  userId: number,
  sid: string,
): Promise<boolean> => {
  const now = clock();
  const { isKnown, ended } = await register.standing(sid, userId);
  if (!isKnown) return false;
  // One that was given a new id since its id was read is ended in the register; who ends it means what
  // has taken its place. One that was left behind by an epoch, or has expired, is just not listed.
  const isListed = ended || (await register.list(userId, now)).some((entry) => entry.sid === sid);
  return isListed && register.end(sid, now);
};
