import { isCountersignError } from "../errors/countersign-error.ts";
import type { SessionCopies } from "./session-copies.ts";
import type { Shelf } from "./shelf.ts";

/** A shelf with copies in front of it: written to the shelf itself, read from a copy where there is one. */
export const layeredShelf = (shelf: Shelf, copies: SessionCopies): Shelf => ({
  async read(id) {
    const { copy, isVacant } = await copies.find(id);
    if (copy) return copy;
    const stored = await shelf.read(id);
    // Only what is there leaves a trace in the cache: a flood of unknown tokens does not fill it.
    if (stored && isVacant) await copies.fill(id, async () => shelf.read(id)).catch(ignoreFailure);
    return stored;
  },

  // Nobody knows its id yet, and so there is no copy of it.
  insert: (id, session) => shelf.insert(id, session),

  change: (id, change) => copies.whileDoubted(id, async () => shelf.change(id, change)),
  move: (id, to, change) => copies.whileDoubted(id, async () => shelf.move(id, to, change)),
  remove: (id) => copies.whileDoubted(id, async () => shelf.remove(id)),
});

/** What was read is good without a copy of it. */
const ignoreFailure = (error: unknown): void => {
  if (!isCountersignError(error, "storage.unavailable")) throw error;
};
