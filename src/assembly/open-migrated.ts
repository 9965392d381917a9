import type { Database } from "../database/database.ts";
import type { EventSink } from "../events/event-sink.ts";
import { databaseRegister } from "../registers/database-register.ts";
import { followEnds } from "../registers/end-feed.ts";
import type { RecallingRegister, Register } from "../sessions/register.ts";
import type { ForeignUsers } from "../stores/foreign-users.ts";
import { openDatabase } from "./open-database.ts";

export interface Migrated {
  readonly database: Database;
  readonly register: Register | RecallingRegister;
  /** The migrations that were applied. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

export interface MigratedOptions {
  /** Whose hashes the register brings along, if they are another system's. */
  readonly users?: ForeignUsers | undefined;
  readonly sessionLimit?: number | undefined;
  readonly databasePool?: number | undefined;
  /** Who is told of events. Nobody if left out. */
  readonly sink?: EventSink | undefined;
  /** Should what has ended be learnt by heart? Yes if left out; whoever asks once only waits for it. */
  readonly recalls?: boolean | undefined;
}

/** Opens the database and migrates it. Rejects with `storage.unavailable`. */
export const openMigrated = async (
  address: string,
  { users, sessionLimit, databasePool, sink, recalls = true }: MigratedOptions = {},
): Promise<Migrated> => {
  const database = await openDatabase(address, databasePool);
  try {
    // Before anything of ours is made: it may be the wrong file.
    await users?.requireTables(database);
    const migrated = await database.migrate();
    const register = databaseRegister(database, { tiedTo: users?.table, sessionLimit, sink });
    // What ties a session to a hash is not told of, and so cannot be known by heart.
    const { followEnds: connect } = recalls && !users ? database : {};
    const feed = connect && followEnds(connect);
    return {
      database,
      register: feed ? { ...register, recall: feed.recall } : register,
      migrated,
      async close() {
        await feed?.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};
