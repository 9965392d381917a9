import { type Session, stateOf } from "../sessions/session.ts";
import type { Parts } from "./parts.ts";

/**
 * From now on the browser is known as one that has logged in to this account: a cookie of its own leaves with that
 * of the session. Nothing where nothing is throttled.
 *
 * @param epoch the user's `deviceEpoch`, as read with the hash that was verified
 */
export const knowDevice = (
  { throttle }: Pick<Parts, "throttle">,
  session: Session,
  userId: number,
  epoch: number,
): void => {
  if (!throttle) return;
  const state = stateOf(session);
  state.deviceCookie = throttle.devices.remember(state.visitor().cookies, userId, epoch);
};
