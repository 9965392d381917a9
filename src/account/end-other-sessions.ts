import { causeOf } from "../sessions/cause-of.ts";
import { isStanding } from "../sessions/register.ts";
import { type Session, stateOf } from "../sessions/session.ts";
import { mark } from "../sessions/session-state.ts";
import type { Parts } from "./parts.ts";

/**
 * Ends all sessions of the user who is logged in but this one, which leaves with the new epoch, under a
 * new id. How many those were; undefined, and nothing is done, if this one was ended meanwhile.
 * Rejects with `storage.unavailable`.
 *
 * Of two that end each other at the same moment at most one stays, and never one that the other's
 * answer has called ended.
 */
export const endOtherSessions = async (
  { register, clock }: Pick<Parts, "register" | "clock">,
  session: Session,
  userId: number,
): Promise<number | undefined> => {
  const state = stateOf(session);
  const sid = session.id;
  const now = clock();
  const others = (await register.list(userId, now)).filter((entry) => entry.sid !== sid);
  const standing = await register.standing(sid ?? "", userId);
  if (!isStanding(standing, state)) return undefined;
  const ended = others.length;
  const note = { name: "sessionsEnded", ended, ...causeOf(state) } as const;
  const epoch = await register.raiseEpoch(userId, now, note);
  // Raised in between by somebody else, who has so ended this session too: then it keeps its old epoch,
  // and is found out when the answer leaves.
  if (epoch === standing.epoch + 1) mark(state, { epoch });
  session.cycle();
  return ended;
};
