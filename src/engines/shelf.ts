import type { SessionChange, StoredContents } from "../sessions/session-change.ts";

/** A session as it lies on a shelf, under its id. */
export interface StoredSession extends StoredContents {
  /** Of the secret that opens it. */
  readonly digest: string;
}

/** What a save has to say to what is stored by now (`changeStored` applies it). */
export interface ShelfChange extends Pick<StoredSession, "savedAt" | "expiresAt"> {
  readonly change: SessionChange;
}

/**
 * Where a server-side engine keeps its sessions: the least that a storage must be able to do, each
 * method in one step that others see whole or not at all. Every method throws `storage.unavailable`
 * when the storage fails.
 */
export interface Shelf {
  /** What lies there, also when it has expired; undefined if nothing does. Never writes. */
  read(id: string): StoredSession | undefined | Promise<StoredSession | undefined>;

  /** Puts a new session there. Ids are random: none was there before. */
  insert(id: string, session: StoredSession): void | Promise<void>;

  /** Changes what is stored now; false, and nothing, if nothing is there. */
  change(id: string, change: ShelfChange): boolean | Promise<boolean>;

  /** Changes it and moves it to another id and digest; false, and nothing, if nothing is there. */
  move(
    id: string,
    to: { readonly id: string; readonly digest: string },
    change: ShelfChange,
  ): boolean | Promise<boolean>;

  /** Takes it away. Nothing there is no error. */
  remove(id: string): void | Promise<void>;
}
