import { z } from "zod";
import { CountersignError } from "../errors/countersign-error.ts";
import { accentOf, isColour } from "../pages/accent.ts";
import { type Assets, createAssets } from "../pages/assets.ts";
import { english } from "../pages/english.ts";
import { german } from "../pages/german.ts";
import { LARGEST_LOGO, logoOf } from "../pages/logo.ts";
import { type OwnPages, PAGES } from "../pages/own-pages.ts";
import { type Words, withRules } from "../pages/words.ts";
import type { PasswordRules } from "../passwords/password-policy.ts";
import { part } from "./setting-values.ts";
import { wordsFault } from "./words-fault.ts";

/** What the site is called and looks like. */
export interface Brand {
  /** On every page; `Countersign` if left out. */
  readonly name?: string;
  /** The colour of links and buttons, such as `#1d5c56`; made darker or lighter where it could not be read. */
  readonly accent?: string;
  /** The content of an SVG or PNG file of at most 256 KiB, for the top of each page and for the browser's tab. */
  readonly logo?: string | Uint8Array;
}

/** What the pages take. */
export interface PageSettings {
  /** `auto` for what the visitor's browser asks for, or one that is spoken: `en`, `de`; `auto` if left out. */
  readonly language?: string;
  /** The languages that are spoken, the first for whoever asks for none of them; English and German if left out. */
  readonly words?: readonly Words[];
  readonly brand?: Brand;
  /** Pages of one's own in the place of ours, by name. */
  readonly pages?: OwnPages;
}

/** Those settings after every check. */
export interface CheckedPageSettings {
  readonly language: string;
  readonly words: readonly Words[];
  readonly brand: Brand;
  readonly pages: OwnPages;
}

const ACCENT = "accent has to be a colour in hexadecimal digits, such as #1d5c56";
const NAME = "name has to be a text of 1 to 60 characters";
const LOGO = `logo has to be the content of an SVG or PNG file, and no more than ${LARGEST_LOGO / 1_024} KiB`;

/** A name that stands on every page. */
export const isSiteName = (name: string): boolean => /^[^\p{Cc}]{1,60}$/u.test(name.trim());

const brandShape = z.strictObject({
  name: z.string(NAME).refine(isSiteName, NAME).optional(),
  accent: z.string(ACCENT).refine(isColour, ACCENT).optional(),
  logo: part<string | Uint8Array>(
    LOGO,
    (value) =>
      (typeof value === "string" || value instanceof Uint8Array) && logoOf(value) !== undefined,
  ).optional(),
});

const isOwnPages = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(value).every(
    ([name, own]) => Object.hasOwn(PAGES, name) && (own === undefined || typeof own === "function"),
  );

/** A check for each of them. */
export const pageShape: {
  readonly [Name in keyof CheckedPageSettings]: z.ZodType<CheckedPageSettings[Name]>;
} = {
  language: z.string("has to be auto, or the tag of a language such as en").default("auto"),
  words: part<readonly Words[]>("has to be a list of languages, such as [english]", Array.isArray)
    .superRefine((words, context) => {
      const fault = wordsFault(words);
      if (fault) context.addIssue({ code: "custom", message: fault });
    })
    .default([english, german]),
  brand: brandShape.default({}) as z.ZodType<Brand>,
  pages: part<OwnPages>(
    `has to hold functions by the names of pages, which are ${Object.keys(PAGES).join(", ")}`,
    isOwnPages,
  ).default({}),
};

/** Throws `settings.invalid` for a language that is not among those that are spoken. */
export const checkLanguage = ({ language, words }: CheckedPageSettings): void => {
  const tags = words.map((each) => each.language);
  if (language === "auto" || tags.includes(language)) return;
  throw new CountersignError(
    "settings.invalid",
    `language: has to be auto or one of ${tags.join(", ")}; others are added by the setting words.`,
  );
};

/** The files of the pages, in the site's colour and with its logo. */
export const assetsOf = ({ accent, logo }: Brand): Assets =>
  createAssets(
    accent === undefined ? undefined : accentOf(accent),
    logo === undefined ? undefined : logoOf(logo),
  );

/**
 * The languages that are spoken, under the site's own name and with its own rules: one, or those that are
 * chosen from.
 */
export const spokenWords = (
  { language, words, brand }: CheckedPageSettings,
  rules: PasswordRules,
): readonly [Words, ...Words[]] => {
  const spoken = language === "auto" ? words : words.filter((each) => each.language === language);
  const siteName = brand.name?.trim();
  return spoken
    .map((each) => withRules(each, rules))
    .map((each) => (siteName === undefined ? each : { ...each, siteName })) as [Words, ...Words[]];
};
