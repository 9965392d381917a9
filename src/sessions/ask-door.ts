import { openSession } from "./open-session.ts";
import { stateOf } from "./session.ts";
import type { SessionDoor } from "./session-door.ts";
import { open } from "./touch.ts";

/**
 * What the door says to a token: why it would be refused, or undefined if it would be let in. The
 * session that it would open is thrown away, so that nothing is saved and no cookie leaves.
 *
 * Rejects with `storage.unavailable` when a storage fails.
 */
export const askDoor = async (door: SessionDoor, token: string): Promise<string | undefined> => {
  let refusal: string | undefined;
  const header = `${door.cookie.name}=${token}`;
  const session = await openSession(door, header, nobody, (reason) => {
    refusal ??= reason;
  });
  open(stateOf(session));
  return refusal;
};

const nobody = () => ({ userAgent: undefined, address: undefined });
