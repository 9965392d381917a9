import type { AccountStore } from "../account/account-store.ts";
import type { Database } from "../database/database.ts";
import { bcryptSha256 } from "../hashers/bcrypt-sha256.ts";
import { createHashThreads } from "../hashers/hash-threads.ts";
import {
  createPasswordChecker,
  type Hashers,
  type PasswordChecker,
} from "../passwords/password-checker.ts";
import type { PasswordHasher } from "../passwords/password-hasher.ts";
import type { PasswordPolicy } from "../passwords/password-policy.ts";
import type { Register } from "../sessions/register.ts";
import { databaseAccounts } from "../stores/database-accounts.ts";
import { type Audit, databaseAudit } from "../stores/database-audit.ts";
import { databaseCounters } from "../stores/database-counters.ts";
import type { Counters } from "../throttle/counters.ts";
import { type MigratedOptions, openMigrated } from "./open-migrated.ts";
import { type PasswordPolicySetting, passwordPolicy } from "./password-policy.ts";

/** Users, register and passwords: what works without a secret, and so without a site. */
export interface Storage {
  readonly accounts: AccountStore;
  readonly register: Register;
  readonly audit: Audit;
  readonly counters: Counters;
  readonly passwords: PasswordChecker;
  readonly policy: () => Promise<PasswordPolicy>;
  /** For engines that keep sessions there. */
  readonly database: Database;
  /** The migrations that were applied when it was opened. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

export interface StorageOptions extends MigratedOptions {
  /** The first makes, all verify, and the dearest is what a refusal costs. */
  readonly hashers?: readonly PasswordHasher[] | undefined;
  /** Verify as well. */
  readonly importHashers?: readonly PasswordHasher[] | undefined;
  /** Newest first. */
  readonly peppers?: readonly string[] | undefined;
  readonly hashThreads?: number | undefined;
  readonly passwordPolicy?: PasswordPolicySetting | undefined;
  /** What the site is called, and its host: no passwords. */
  readonly siteNames?: readonly string[];
}

/** Opens the database and migrates it. Rejects with `storage.unavailable`. */
export const openStorage = async (
  address: string,
  {
    hashers = [bcryptSha256()],
    importHashers,
    peppers,
    hashThreads,
    ...options
  }: StorageOptions = {},
): Promise<Storage> => {
  const { users, sessionLimit, sink } = options;
  const opened = await openMigrated(address, options);
  const { database, register, migrated, close } = opened;
  const threads = createHashThreads(hashThreads);
  const passwords = createPasswordChecker(hashers as Hashers, threads, {
    importHashers,
    peppers,
    normalise: users?.normalisePassword,
    isFull: threads.isFull,
  });
  return {
    accounts: users
      ? users.accounts(database, { sessionLimit, sink })
      : databaseAccounts(database, { sessionLimit, sink }),
    register,
    counters: databaseCounters(database),
    audit: databaseAudit(database),
    passwords,
    policy: passwordPolicy(passwords.canHash, options.passwordPolicy, options.siteNames),
    database,
    migrated,
    async close() {
      // A thread that is at a hash takes its time, and nobody waits for its answer any more.
      await Promise.all([threads.close(), close()]);
    },
  };
};
