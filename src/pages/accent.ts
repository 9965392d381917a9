/** The accent in one scheme, and what is written on it. Each `#rrggbb`. */
interface Scheme {
  readonly accent: string;
  readonly onAccent: string;
}

/** The colour of links and buttons, in the light scheme and in the dark one. */
export interface Accent {
  readonly light: Scheme;
  readonly dark: Scheme;
}

export const DEFAULT_ACCENT: Accent = {
  light: { accent: "#1d5c56", onAccent: "#ffffff" },
  dark: { accent: "#8fd3c8", onAccent: "#10201e" },
};

/** Of both schemes the paper that a link contrasts least with. */
const LIGHT_PAPER = "#f6f5f1";
const DARK_PAPER = "#1d201e";

/** WCAG 2.2, 1.4.3 asks for 4.5; a button under the pointer is a little brighter (`stylesheet.ts`). */
const CONTRAST = 5;

/** Three or six hexadecimal digits behind a `#`. */
export const isColour = (text: string): boolean => /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(text);

/**
 * The accent for both schemes from one colour, which is taken as it is where it can be read: in the light
 * scheme it is darkened, in the dark one lightened, no further than reading it takes. What is written on it
 * (white, almost black) then contrasts too.
 *
 * @param colour as `isColour` has it
 */
export const accentOf = (colour: string): Accent => {
  const rgb = channelsOf(colour);
  return {
    light: { ...DEFAULT_ACCENT.light, accent: nearest(rgb, 0, LIGHT_PAPER) },
    dark: { ...DEFAULT_ACCENT.dark, accent: nearest(rgb, 255, DARK_PAPER) },
  };
};

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio). */
export const contrast = (one: string, other: string): number => {
  const [dark, light] = [luminance(channelsOf(one)), luminance(channelsOf(other))].sort(
    (a, b) => a - b,
  ) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

type Channels = readonly number[];

const STEPS = Array.from({ length: 101 }, (_, percent) => percent / 100);

/** The first mixture with black (0) or white (255) that can be read on a paper: the last of them always can. */
const nearest = (rgb: Channels, end: number, paper: string): string => {
  const mixtures = STEPS.map((share) =>
    hexOf(rgb.map((value) => Math.round(value + (end - value) * share))),
  );
  return mixtures.find((mixture) => contrast(mixture, paper) >= CONTRAST) ?? mixtures.at(-1)!;
};

const channelsOf = (colour: string): Channels => {
  const digits = colour.slice(1);
  const pairs = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  return [0, 2, 4].map((at) => Number.parseInt(pairs.slice(at, at + 2), 16));
};

const hexOf = (rgb: Channels): string =>
  `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;

/** Relative luminance (WCAG 2.2). */
const luminance = (rgb: Channels): number => {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
