import type { SessionState } from "./session-state.ts";
import { isRecent } from "./superseded-tokens.ts";

/** Has the browser been given another cookie since this request was sent, and not by this request? */
export const isLate = (state: SessionState): boolean =>
  state.token !== undefined &&
  !isDecided(state) &&
  state.door.superseded.has(state.token, state.door.clock());

/** The same of a session that is gone, asked of the register: it may have been another process. */
export const isReplaced = async (state: SessionState): Promise<boolean> =>
  !isDecided(state) && (await hasSuccessor(state));

/** Has another session taken the place of the one that the cookie names, a moment ago? */
export const hasSuccessor = async ({ door, sentId }: SessionState): Promise<boolean> =>
  sentId !== undefined && isRecent(await door.register.replacedAt(sentId), door.clock());

/** Does this request itself say which cookie its browser is to have? */
const isDecided = ({ flushed, isEntered, isRenewed }: SessionState): boolean =>
  isEntered || isRenewed || flushed.length > 0;
