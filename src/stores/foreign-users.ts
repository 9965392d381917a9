import type { AccountOptions, AccountStore } from "../account/account-store.ts";
import type { Database } from "../database/database.ts";
import type { PasswordBond } from "../sessions/password-bond.ts";
import type { Secret } from "../signing/signer.ts";

/** Users whom another system keeps, in the same database. */
export interface ForeignUsers {
  /** An engine of the same dialect shares its sessions as well. */
  readonly dialect: "django";

  /** Where their hashes are. */
  readonly table: "auth_user";

  /** Rejects with `storage.unavailable` where the system has not made its tables. */
  requireTables(database: Database): Promise<void>;

  accounts(database: Database, options?: AccountOptions): AccountStore;

  /** What of a typed password that system hashes. */
  normalisePassword(password: string): string;

  /** What ties a session to its user's hash, since a change of password there raises no epoch here. */
  bond(secrets: readonly Secret[]): PasswordBond;
}
