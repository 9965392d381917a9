/** The 128 bits of an id that `newId` made, as four words. */
export type SidKey = Uint32Array;

export const KEY_WORDS = 4;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SEXTETS = new Int8Array(128).fill(-1);
for (const [value, letter] of [...LETTERS].entries()) SEXTETS[letter.charCodeAt(0)] = value;

/**
 * Reads 22 characters of base64url into `key`; false, and what stands there then means nothing, for
 * any other text. No two texts have one key: of those that a lenient decoder takes for the same
 * bytes, only the one that an encoder writes is read.
 */
export const readSidKey = (sid: string, key: SidKey): boolean => {
  if (sid.length !== 22) return false;
  let word = 0;
  let free = 32;
  let at = 0;
  for (let each = 0; each < 22; each += 1) {
    const code = sid.charCodeAt(each);
    const sextet = code < 128 ? SEXTETS[code]! : -1;
    if (sextet < 0) return false;
    free -= 6;
    if (free >= 0) {
      word |= sextet << free;
    } else {
      key[at] = word | (sextet >>> -free);
      at += 1;
      free += 32;
      word = sextet << free;
    }
  }
  // Four bits of the last character are to spare.
  return word === 0;
};

/**
 * Spreads keys over 32 bits (an FNV-1a over words, with a shift between them), also where an engine
 * of somebody's own counts its ids.
 *
 * @param at where in `words` the key begins
 */
export const hashSidKey = (words: Uint32Array, at: number): number => {
  let hash = 0x811c9dc5;
  for (let each = at; each < at + KEY_WORDS; each += 1) {
    hash = Math.imul(hash ^ words[each]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
};
