import type { Cause } from "../events/account-event.ts";
import type { SessionState } from "./session-state.ts";

/** The visitor of a request, as the cause of what they do. */
export const causeOf = ({ visitor }: Pick<SessionState, "visitor">): Cause => {
  const { requestId, address } = visitor();
  return { actor: "visitor", requestId, address };
};
