import type { LoadedSession } from "../sessions/session-engine.ts";

/** Twice as many are half a megabyte of sessions such as the lesson's. */
const GENERATION = 500;
/** Large sessions are rare, and a thousand of them would not be small. In characters. */
const LONGEST = 1_000;

export interface VerifiedTokens {
  get(token: string): LoadedSession | undefined;
  set(token: string, loaded: LoadedSession): void;
}

/**
 * Tokens whose signature was found good, and what stood in them: a signature check and a JSON parse
 * cost some twenty times a look-up, and a browser sends the same token with each request. It says
 * nothing about time or about the register, which are asked each time. Forged tokens never get in.
 */
export const createVerifiedTokens = (): VerifiedTokens => {
  // Two generations and no order among them: to find the oldest of one map costs more than to let a
  // whole map of them go.
  let young = new Map<string, LoadedSession>();
  let old = new Map<string, LoadedSession>();
  const keep = (token: string, loaded: LoadedSession): void => {
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    young.set(token, loaded);
  };
  return {
    get(token) {
      const known = young.get(token);
      if (known) return known;
      const older = old.get(token);
      if (older) keep(token, older);
      return older;
    },
    set(token, loaded) {
      if (token.length <= LONGEST) keep(token, loaded);
    },
  };
};
