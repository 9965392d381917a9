/** As near as this counts as close to one's own name: Django's `max_similarity`. */
const CLOSE = 0.7;

/** An attribute this many times shorter than the password cannot come close, and is not compared. */
const LENGTH_RATIO = 10;

/**
 * Is a password close to one of these (a name, an address), or to a word of it? Django's
 * `UserAttributeSimilarityValidator`: Python's `SequenceMatcher.quick_ratio`, from 0.7 on.
 */
export const isSimilar = (password: string, attributes: readonly string[]): boolean => {
  const lower = password.toLowerCase();
  return attributes
    .flatMap((attribute) => [
      ...attribute.toLowerCase().split(/[^\p{L}\p{N}_]+/u),
      attribute.toLowerCase(),
    ])
    .some((part) => isComparable(lower, part) && quickRatio(lower, part) >= CLOSE);
};

/** Django's `exceeds_maximum_length_ratio`, the other way round. */
const isComparable = (password: string, part: string): boolean => {
  const limit = (CLOSE / 2) * password.length;
  return part !== "" && !(password.length >= LENGTH_RATIO * part.length && part.length < limit);
};

/** Twice the letters that both have, over all letters. */
const quickRatio = (one: string, other: string): number => {
  const left = new Map<string, number>();
  for (const letter of other) left.set(letter, (left.get(letter) ?? 0) + 1);
  let shared = 0;
  for (const letter of one) {
    const count = left.get(letter) ?? 0;
    if (count > 0) shared += 1;
    left.set(letter, count - 1);
  }
  return (2 * shared) / (Array.from(one).length + Array.from(other).length);
};
