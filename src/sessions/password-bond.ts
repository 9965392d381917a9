import type { JsonValue } from "./json-value.ts";

/**
 * Ties a session to its user's stored hash, where another system changes passwords and does not
 * raise our epoch: with each login a proof of the hash is kept in the session, and a session whose
 * proof no longer fits is nobody's. Django's `_auth_user_hash` is one.
 */
export interface PasswordBond {
  /** What a login puts into the session, under keys that begin with `_`. */
  tie(password: string): ReadonlyMap<string, JsonValue>;

  /** Does the proof still fit? `outdated` if it does by an older secret, and ought to be made anew. */
  judge(data: ReadonlyMap<string, JsonValue>, password: string | undefined): BondJudgement;
}

export type BondJudgement = "holds" | "outdated" | "broken";
