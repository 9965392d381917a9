/**
 * How names are compared: NFKC, full case folding without a locale, NFKC again (Unicode 17,
 * section 3.13, identifier caseless matching). Two names are one if their keys are equal; the key has
 * a unique column, because what databases call case-insensitive differs between them.
 */
export const usernameKey = (username: string): string =>
  foldCase(username.normalize("NFKC")).normalize("NFKC");

/**
 * JavaScript has no case folding. Lower, upper and lower again divides all of Unicode into the same
 * classes as CaseFolding.txt does (the vectors compare them), but for the dotless i, which folds to
 * itself. Letter by letter at the end, because a whole word would get its final sigma back.
 */
const foldCase = (text: string): string =>
  text
    .split("ı")
    .map((part) =>
      Array.from(part.toLowerCase().toUpperCase(), (letter) => letter.toLowerCase()).join(""),
    )
    .join("ı");
