import { readFileSync } from "node:fs";
import type { Brand } from "../assembly/page-settings.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { LARGEST_LOGO, logoOf } from "../pages/logo.ts";
import type { SiteSettings } from "./environment.ts";

/** The site's name, colour and logo. Throws `settings.invalid` for a logo that cannot be shown. */
export const siteBrand = ({ siteName, accent, logo }: SiteSettings): Brand => ({
  ...(siteName === undefined ? {} : { name: siteName }),
  ...(accent === undefined ? {} : { accent }),
  ...(logo === undefined ? {} : { logo: readLogo(logo) }),
});

/** What is wrong with the file of a logo, in a line that names the setting; or undefined. */
export const logoFault = (path: string): string | undefined => {
  const content = contentOf(path);
  if (content && logoOf(content)) return undefined;
  const fault = content
    ? `is no SVG or PNG file of at most ${LARGEST_LOGO / 1_024} KiB; set it to the path of one`
    : "cannot be read; set it to the path of an SVG or PNG file";
  return `COUNTERSIGN_LOGO: ${fault}.`;
};

const readLogo = (path: string): Uint8Array => {
  const fault = logoFault(path);
  if (fault !== undefined) throw new CountersignError("settings.invalid", fault);
  return readFileSync(path);
};

const contentOf = (path: string): Uint8Array | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};
