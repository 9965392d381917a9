import { english } from "../pages/english.ts";
import type { Words } from "../pages/words.ts";

/** What is wrong with a list of languages, or undefined. */
export const wordsFault = (words: readonly Words[]): string | undefined => {
  if (words.length === 0) return "needs a language, such as english";
  // Whoever writes JavaScript is told of nothing by the type.
  const tags = words.map((each): unknown => each?.language);
  if (!tags.every(isTag)) return "has a language without its tag; set its language, such as fr";
  if (new Set(tags).size < tags.length) return "has a language twice; take one out";
  for (const each of words) {
    const missing = missingText(english, each);
    if (missing) return `has nothing for ${missing} in the language ${each.language}`;
  }
  return undefined;
};

/** A language that has no tag of RFC 5646 cannot be asked for, nor said in a header. */
const isTag = (tag: unknown): boolean => {
  if (typeof tag !== "string") return false;
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** The path of the first text that is there in one and not, or not as a text, in the other. */
const missingText = (whole: object, other: object, path = ""): string | undefined => {
  for (const [key, value] of Object.entries(whole)) {
    const place = path === "" ? key : `${path} ${key}`;
    const found: unknown = (other as Record<string, unknown>)[key];
    if (typeof found !== typeof value || found === null) return place;
    if (typeof value !== "object") continue;
    const missing = missingText(value as object, found as object, place);
    if (missing) return missing;
  }
  return undefined;
};
