/** A user, as the rest of the program sees one: never with a password or its hash. */
export interface User {
  /** A positive integer, never given twice. */
  readonly id: number;
  /** As it was typed at registration. */
  readonly username: string;
  readonly email: string | undefined;
  /** When it was proven that mail to that address reaches them, in milliseconds; undefined if it was not. */
  readonly emailVerifiedAt: number | undefined;
  /** Milliseconds. */
  readonly createdAt: number;
  /** Milliseconds; undefined before the first login. */
  readonly lastLoginAt: number | undefined;
}

/** A user in JSON: times in ISO 8601 and UTC, absent values null. */
export interface UserJson {
  readonly id: number;
  readonly username: string;
  readonly email: string | null;
  readonly createdAt: string;
  readonly lastLoginAt: string | null;
}

export const userJson = (user: User): UserJson => ({
  id: user.id,
  username: user.username,
  email: user.email ?? null,
  createdAt: new Date(user.createdAt).toISOString(),
  lastLoginAt: user.lastLoginAt === undefined ? null : new Date(user.lastLoginAt).toISOString(),
});
