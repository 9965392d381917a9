/** Tables of a Django site in the same database. They are Django's: never made or migrated here. */
export interface DjangoTables {
  auth_user: AuthUserTable;
  django_session: DjangoSessionTable;
}

/** What we read of Django's users; a password and a last login are all that is ever written. */
export interface AuthUserTable {
  readonly id: number;
  /** Normalised by NFKC; unique, and compared exactly. */
  readonly username: string;
  /** The encoded hash. */
  password: string;
  /** Empty if there is none. */
  readonly email: string;
  /** SQLite has 0 and 1. */
  readonly is_active: number | boolean;
  /** As `djangoMoment` writes it. */
  last_login: string | null;
  readonly date_joined: string;
}

export interface DjangoSessionTable {
  /** What the cookie carries: the key itself, and not a digest of it. */
  session_key: string;
  session_data: string;
  /** As `djangoMoment` writes it. */
  expire_date: string;
}
