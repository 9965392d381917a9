// Over 150 lines because it is one act in two turns: what the first has checked the second writes.
import type { EventNote } from "../events/account-event.ts";
import type { AccountStore } from "./account-store.ts";
import type { Acquaintance, ImportedUser, ImportFault, ImportRow } from "./imported-user.ts";
import { type ImportReading, readImportedUser } from "./read-imported-user.ts";

/** Remembers texts, of more users than fit into memory. */
export interface SeenTexts {
  /** The number with which this text came first, or undefined if it comes now. */
  seen(text: string, line: number): number | undefined;
}

export interface ImportParts extends ImportReading {
  readonly accounts: Pick<AccountStore, "acquaintances" | "importUsers">;
  /** For the audit, a line of each user. */
  readonly note: EventNote<"accountImported">;
}

export interface ImportCheck {
  /** How many rows were read. */
  readonly read: number;
  /** How many of them are new. */
  readonly fresh: number;
  /** How many are there already. */
  readonly there: number;
  /** How many have a fault. */
  readonly faulty: number;
}

/** Who is told how it goes on. */
export interface ImportTelling {
  fault(fault: ImportFault): Promise<void>;
  progress(rows: number): void;
}

/** So many at once: enough that the transaction is not what takes the time, and over before anybody who writes meanwhile waits long. */
const BATCH = 500;

interface Read {
  readonly line: number;
  readonly user: ImportedUser;
}

/**
 * Checks every row: by itself, against all rows before it, and against the users that there are. Writes
 * nothing. Memory holds a batch, however long the file is.
 */
export const checkImport = async (
  rows: AsyncIterable<ImportRow>,
  parts: ImportParts,
  seen: SeenTexts,
  telling: ImportTelling,
): Promise<ImportCheck> => {
  const count = { read: 0, fresh: 0, there: 0, faulty: 0 };
  for await (const batch of inBatches(rows)) {
    const read = batch.map((row) => ({ line: row.line, user: readImportedUser(row, parts) }));
    const users = read.filter((each): each is Read => !Array.isArray(each.user));
    const known = await parts.accounts.acquaintances(users.map(({ user }) => user));
    const byLine = new Map(users.map(({ line }, at) => [line, known[at]]));
    for (const { line, user } of read) {
      const faults = isFaults(user)
        ? user
        : [...repeated(seen, line, user), ...conflict(line, byLine.get(line))];
      for (const fault of faults) await telling.fault(fault);
      if (faults.length > 0) count.faulty += 1;
      else if (byLine.get(line) === "there") count.there += 1;
      else count.fresh += 1;
    }
    count.read += batch.length;
    telling.progress(count.read);
  }
  return count;
};

export interface ImportResult {
  readonly imported: number;
  readonly there: number;
  /** What has come in between since the check; nothing from its batch on was written. */
  readonly fault: ImportFault | undefined;
}

/**
 * Writes the users of rows that were checked, batch by batch, each whole or not at all.
 *
 * @param isStopped is asked before each batch
 */
export const writeImport = async (
  rows: AsyncIterable<ImportRow>,
  parts: ImportParts,
  telling: Pick<ImportTelling, "progress">,
  isStopped: () => boolean,
): Promise<ImportResult> => {
  const count = { imported: 0, there: 0 };
  for await (const batch of inBatches(rows)) {
    if (isStopped()) break;
    const users: Read[] = [];
    for (const row of batch) {
      const user = readImportedUser(row, parts);
      // Not so a moment ago: somebody writes into the file.
      if (isFaults(user)) return { ...count, fault: user[0] };
      users.push({ line: row.line, user });
    }
    const known = await parts.accounts.importUsers(
      users.map(({ user }) => user),
      parts.now,
      parts.note,
    );
    const [fault] = users.flatMap(({ line }, at) => conflict(line, known[at]));
    if (fault) return { ...count, fault };
    const there = known.filter((each) => each === "there").length;
    count.there += there;
    count.imported += known.length - there;
    telling.progress(count.imported + count.there);
    // Lets whoever waits for the storage have it in between.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return { ...count, fault: undefined };
};

const isFaults = (user: ImportedUser | readonly ImportFault[]): user is readonly ImportFault[] =>
  Array.isArray(user);

const conflict = (line: number, known: Acquaintance | undefined): readonly ImportFault[] => {
  if (known === "username.taken") return [{ line, field: "username", code: known }];
  return known === "email.taken" ? [{ line, field: "email", code: known }] : [];
};

/** A name, or a verified address, that stands in the file already. */
const repeated = (
  { seen }: SeenTexts,
  line: number,
  { usernameKey, emailKey, emailVerifiedAt }: ImportedUser,
): readonly ImportFault[] => {
  const faults: ImportFault[] = [];
  const name = seen(`username ${usernameKey}`, line);
  if (name !== undefined)
    faults.push({ line, field: "username", code: "username.twice", other: name });
  if (emailKey === undefined || emailVerifiedAt === undefined) return faults;
  const email = seen(`email ${emailKey}`, line);
  if (email !== undefined) faults.push({ line, field: "email", code: "email.twice", other: email });
  return faults;
};

const inBatches = async function* (rows: AsyncIterable<ImportRow>): AsyncIterable<ImportRow[]> {
  let batch: ImportRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
};
