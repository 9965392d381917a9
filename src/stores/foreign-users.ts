import type { AccountStore } from "../account/account-store.ts";
import type { Database } from "../database/database.ts";
import type { PasswordBond } from "../sessions/password-bond.ts";
import type { Secret } from "../signing/signer.ts";

/** Users whom another system keeps, in the same database. */
export interface ForeignUsers {
  /** An engine of the same dialect shares its sessions as well. */
  readonly dialect: "django";

  /** Finds and logs in. Rejects with `storage.unavailable` where the system has made no tables. */
  openAccounts(database: Database): Promise<AccountStore>;

  /** What ties a session to its user's hash, since a change of password there raises no epoch here. */
  createBond(secrets: readonly Secret[]): PasswordBond;
}
