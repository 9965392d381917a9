import type { LoadedSession } from "../sessions/session-engine.ts";

/** Half a megabyte of sessions such as the lesson's, and more than visit one process at once. */
const MOST = 1_000;
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
  const tokens = new Map<string, LoadedSession>();
  return {
    get: (token) => tokens.get(token),
    set(token, loaded) {
      if (token.length > LONGEST) return;
      // The oldest goes: a Map keeps the order in which they came.
      if (tokens.size >= MOST) tokens.delete(tokens.keys().next().value ?? "");
      tokens.set(token, loaded);
    },
  };
};
