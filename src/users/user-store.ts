import type { User } from "./user.ts";

/** A user together with what a login has to know. Never leaves the account's acts. */
export interface LoginRecord {
  readonly user: User;
  /** The encoded hash; `!…` for one that nobody can log in with. */
  readonly password: string;
  readonly isDisabled: boolean;
  /** Read in the same statement as the hash: a session of an old password is refused by it. */
  readonly epoch: number;
  /** Raised with each new password: devices that were known before are known no more. */
  readonly deviceEpoch: number;
}

/** Finds users. Absence is a value; throwing (`storage.unavailable`) means that the storage failed. */
export interface UserStore {
  findById(id: number): Promise<User | undefined>;

  /** By the name as it was typed, or a verified address; the store knows how they are compared. */
  findByName(username: string): Promise<LoginRecord | undefined>;

  /** The same text for all spellings by which `findByName` finds one user. */
  nameKey(username: string): string;

  /** Replaces a hash only if it is still the one that was verified; whether it was. */
  replacePassword(id: number, verified: string, next: string): Promise<boolean>;

  /** All users by id, a page at a time. */
  list(): AsyncIterable<User>;
}
