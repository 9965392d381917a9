// An engine of one's own, over any store that has transactions. `shelvedSessions` does tokens and
// digests; what is left is a shelf of five methods. Run, it shows that it keeps every promise that
// an engine makes:
//
//   node examples/own-engine.ts
import {
  changeStored,
  type EngineFactory,
  type Shelf,
  type ShelfChange,
  type StoredSession,
  shelvedSessions,
} from "countersign/own-engine";
import { engineContract } from "countersign/testing";

type Rows = Map<string, StoredSession>;

/** All that is asked of the store: what `act` reads and writes is seen by others whole or not at all. */
type Transact = <Result>(act: (rows: Rows) => Result) => Promise<Result>;

export const ownEngine =
  (transact: Transact): EngineFactory =>
  () => ({ name: "own-engine", isSynchronous: false, ...shelvedSessions(shelfOf(transact)) });

const shelfOf = (transact: Transact): Shelf => {
  const move = (
    id: string,
    to: { readonly id: string; readonly digest?: string },
    { change, ...saved }: ShelfChange,
  ): Promise<boolean> =>
    transact((rows) => {
      const stored = rows.get(id);
      // What was dropped meanwhile is gone: to write it again would undo a logout.
      if (!stored) return false;
      rows.delete(id);
      rows.set(to.id, {
        digest: to.digest ?? stored.digest,
        ...changeStored(stored, change, saved),
      });
      return true;
    });
  return {
    read: (id) => transact((rows) => rows.get(id)),
    insert: (id, session) => transact((rows) => void rows.set(id, session)),
    change: (id, change) => move(id, { id }, change),
    move,
    remove: (id) => transact((rows) => void rows.delete(id)),
  };
};

engineContract("own engine", (needs) => {
  // In the place of a real store: in one process every function is a transaction.
  const rows: Rows = new Map();
  const engine = ownEngine(async (act) => act(rows));
  return [engine({ ...needs, database: undefined }), engine({ ...needs, database: undefined })];
});
