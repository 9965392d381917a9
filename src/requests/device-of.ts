import Bowser from "bowser";

/** What a browser says of itself, as far as it is worth showing to a person. */
export interface Device {
  /** `Firefox 131`, `curl 8.5`. */
  readonly program: string | undefined;
  /** `Windows`, `iPhone`. */
  readonly system: string | undefined;
}

/** In characters. No browser has more to say; and each of these is gone over some sixty times. */
const LONGEST_USER_AGENT = 300;

/** What scripts and libraries begin with (RFC 9110, 10.1.5): their name, and mostly a version. */
const PRODUCT =
  /^(?!Mozilla\b)([A-Za-z][\w.+-]{0,29})(?:\/v?(\d{1,6}(?:\.\d{1,6})?))?(?![^\s;,/.])/;

/**
 * Whose user agent this is. Anybody may send any: both names are ones that the parser knows or a
 * short word of plain letters, never more of what was sent. Never throws.
 */
export const deviceOf = (userAgent: string | undefined): Device => {
  const words = userAgent?.trim().slice(0, LONGEST_USER_AGENT);
  if (!words) return { program: undefined, system: undefined };
  const { browser, os, platform } = Bowser.parse(words);
  const system = known(os.name, Bowser.OS_MAP);
  return {
    program: browserName(browser) ?? productName(words),
    system: system === "iOS" ? (APPLE.find((model) => model === platform.model) ?? system) : system,
  };
};

const APPLE: readonly string[] = ["iPhone", "iPad", "iPod"];

/** Browsers count whole versions, and say more digits only to be recognised again. */
const browserName = ({ name, version }: Bowser.Parser.Details): string | undefined => {
  // The system is said beside it.
  const browser = known(name, Bowser.BROWSER_MAP)?.replace(/ for Android$/, "");
  const whole = /^\d{1,6}(?!\d)/.exec(version ?? "")?.[0];
  return browser === undefined || whole === undefined ? browser : `${browser} ${whole}`;
};

const productName = (words: string): string | undefined => {
  const [, name, version] = PRODUCT.exec(words) ?? [];
  return name === undefined || version === undefined ? name : `${name} ${version}`;
};

/** The parser takes what it does not know from the text itself, which may be anything. */
const known = (name: string | undefined, names: Record<string, string>): string | undefined =>
  name !== undefined && Object.values(names).includes(name) ? name : undefined;
