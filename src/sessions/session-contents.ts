import type { JsonValue } from "./json-value.ts";

/** What an engine keeps of one session. */
export interface SessionContents {
  /** 128 random bits in base64url. */
  readonly id: string;
  readonly data: ReadonlyMap<string, JsonValue>;
  readonly marks: SessionMarks;
  /** The last save, in milliseconds, whole seconds: `age` counts from it. */
  readonly savedAt: number;
}

/** What we keep beside the data. All instants in whole seconds since 1970, as they are signed. */
export interface SessionMarks {
  /** Of the user, as it was at the login. A lower one than the register's is refused. */
  readonly epoch?: number;
  /** The login: `absolute` counts from it. */
  readonly login?: number;
  /** The last use: `idle` counts from it. */
  readonly used?: number;
  /** A life time of its own: seconds from the last save, 0 until the browser closes, or a moment in ISO 8601. */
  readonly expiry?: number | string;
}
