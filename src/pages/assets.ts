import { createHash } from "node:crypto";
import { iconSvg } from "./icon.ts";
import { labScript } from "./lab-script.ts";
import { labStylesheet } from "./lab-stylesheet.ts";
import { script } from "./script.ts";
import { stylesheet } from "./stylesheet.ts";

export interface Asset {
  /** Below the pages' path. Changes with the content, so that it may be kept for ever. */
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

const asset = (name: string, ending: string, type: string, content: string): Asset => {
  const digest = createHash("sha256").update(content).digest("base64url").slice(0, 12);
  return { path: `/assets/${name}-${digest}.${ending}`, type, content };
};

/** The files that the pages ask for: all of them ours, none from another host. */
export const assets: Readonly<Record<"stylesheet" | "script" | "icon", Asset>> = {
  stylesheet: asset("countersign", "css", "text/css; charset=utf-8", stylesheet),
  script: asset("countersign", "js", "text/javascript; charset=utf-8", script),
  icon: asset("countersign", "svg", "image/svg+xml; charset=utf-8", iconSvg),
};

/** Those of the lab, so that no other page is heavier for them. */
export const labAssets: Readonly<Record<"stylesheet" | "script", Asset>> = {
  stylesheet: asset("lab", "css", "text/css; charset=utf-8", labStylesheet),
  script: asset("lab", "js", "text/javascript; charset=utf-8", labScript),
};
