import { hashSidKey, KEY_WORDS, type SidKey } from "./sid-key.ts";

/** Ids, and until when each is to be remembered: an integer above 0 that fits into 32 bits. */
export interface SidTable {
  readonly size: number;
  /** Of two moments for one key the later stands. */
  add(key: SidKey, until: number): void;
  has(key: SidKey): boolean;
  /** Forgets what is to be remembered until before that moment. */
  forget(moment: number): void;
}

/** A cell is a key and its moment, side by side: a look-up mostly reads one line of the cache. */
const UNTIL = KEY_WORDS;
const CELL = KEY_WORDS + 1;

/**
 * A hash table with open addressing in one typed array: 27 to 53 bytes an id, and nothing in it that
 * the garbage collector would have to walk through. Nothing is ever taken out of the array: it is
 * copied without what is to go, so that a key is always found before the first free cell.
 */
export const createSidTable = (): SidTable => {
  let cells = cellsFor(0);
  let size = 0;

  const copyFrom = (moment: number, count: number): void => {
    const old = cells;
    cells = cellsFor(count);
    size = 0;
    for (let at = 0; at < old.length; at += CELL) {
      if (old[at + UNTIL]! > 0 && old[at + UNTIL]! >= moment) {
        const place = placeOf(cells, old, at);
        for (let each = 0; each < CELL; each += 1) cells[place + each] = old[at + each]!;
        size += 1;
      }
    }
  };

  return {
    get size() {
      return size;
    },
    add(key, until) {
      let at = placeOf(cells, key, 0);
      if (cells[at + UNTIL] === 0) {
        if (size + 1 > mostIn(cells)) {
          copyFrom(0, size + 1);
          at = placeOf(cells, key, 0);
        }
        cells.set(key, at);
        size += 1;
      }
      cells[at + UNTIL] = Math.max(cells[at + UNTIL]!, until);
    },
    has: (key) => cells[placeOf(cells, key, 0) + UNTIL]! > 0,
    forget(moment) {
      let left = 0;
      for (let at = UNTIL; at < cells.length; at += CELL) {
        if (cells[at]! > 0 && cells[at]! >= moment) left += 1;
      }
      if (left < size) copyFrom(moment, left);
    },
  };
};

const mostIn = (cells: Uint32Array): number => (cells.length / CELL) * 0.75;

/** So many that `count` keys leave a quarter of them free. */
const cellsFor = (count: number): Uint32Array => {
  let slots = 16;
  while (count > slots * 0.75) slots *= 2;
  return new Uint32Array(slots * CELL);
};

/** Where a key stands, or else the free cell where it would. */
const placeOf = (cells: Uint32Array, words: Uint32Array, from: number): number => {
  const mask = cells.length / CELL - 1;
  let slot = hashSidKey(words, from) & mask;
  for (;;) {
    const at = slot * CELL;
    if (cells[at + UNTIL] === 0 || isSame(cells, at, words, from)) return at;
    slot = (slot + 1) & mask;
  }
};

const isSame = (cells: Uint32Array, at: number, words: Uint32Array, from: number): boolean =>
  cells[at] === words[from] &&
  cells[at + 1] === words[from + 1] &&
  cells[at + 2] === words[from + 2] &&
  cells[at + 3] === words[from + 3];
