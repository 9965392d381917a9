import { createHash } from "node:crypto";
import { type Accent, DEFAULT_ACCENT } from "./accent.ts";
import { iconSvg } from "./icon.ts";
import { labScript } from "./lab-script.ts";
import { labStylesheet } from "./lab-stylesheet.ts";
import type { Logo } from "./logo.ts";
import { script } from "./script.ts";
import { stylesheet } from "./stylesheet.ts";

export interface Asset {
  /** Below the pages' path. Changes with the content, so that it may be kept for ever. */
  readonly path: string;
  /** Its `Content-Type`. */
  readonly type: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

const asset = (
  name: string,
  ending: string,
  type: string,
  content: string | Uint8Array<ArrayBuffer>,
): Asset => {
  const digest = createHash("sha256").update(content).digest("base64url").slice(0, 12);
  return { path: `/assets/${name}-${digest}.${ending}`, type, content };
};

/** The files that the pages ask for: none from another host. */
export type Assets = Readonly<Record<"stylesheet" | "script" | "icon", Asset>>;

/** Those of a site with its own colour and logo; ours where it has none. */
export const createAssets = (accent: Accent = DEFAULT_ACCENT, logo: Logo = OUR_LOGO): Assets => ({
  stylesheet: asset("countersign", "css", "text/css; charset=utf-8", stylesheet(accent)),
  script: asset("countersign", "js", "text/javascript; charset=utf-8", script),
  icon: asset("countersign", logo.ending, contentType(logo), logo.content),
});

const contentType = ({ type, ending }: Logo): string =>
  ending === "svg" ? `${type}; charset=utf-8` : type;

const OUR_LOGO: Logo = { type: "image/svg+xml", ending: "svg", content: iconSvg };

/** Those of the lab, so that no other page is heavier for them. */
export const labAssets: Omit<Assets, "icon"> = {
  stylesheet: asset("lab", "css", "text/css; charset=utf-8", labStylesheet),
  script: asset("lab", "js", "text/javascript; charset=utf-8", labScript),
};
