/**
 * The scripts that UAX 31 recommends for identifiers (table 5), and the three mixtures in which
 * Japanese, Korean and Chinese are written (UTS 39, section 5.1).
 */
const SCRIPTS = [
  ...["Latin", "Cyrillic", "Greek", "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic"],
  ...["Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam"],
  ...["Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan"],
];
const MIXTURES = [
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
  ["Han", "Bopomofo"],
];

const ONE_SCRIPT: readonly RegExp[] = [...SCRIPTS.map((script) => [script]), ...MIXTURES].map(
  (scripts) => {
    const letters = scripts.map((script) => `\\p{Script_Extensions=${script}}`).join("");
    return new RegExp(`^[${letters}\\p{Script=Inherited}0-9._+-]+$`, "u");
  },
);

/** Is every letter of one script? A name of two is how one user is made to look like another. */
export const isOneScript = (text: string): boolean =>
  ONE_SCRIPT.some((script) => script.test(text));

/** Cyrillic and Greek letters that look like Latin ones. */
const LOOKS_LATIN = /^[асԁеһіјӏорԛѕԝхуѵАВСЕНІЈКМОРЅТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρ0-9._+-]+$/u;

/** Is it a name of another script in which every letter could be taken for a Latin one? */
export const looksLatin = (text: string): boolean =>
  /[^\x00-\x7f]/.test(text) && LOOKS_LATIN.test(text);
