import { html } from "hono/html";
import type { PasswordRules } from "../passwords/password-policy.ts";
import { mediaType } from "../requests/prefers-json.ts";
import type { Asset, Assets } from "./assets.ts";
import type { OwnPages } from "./own-pages.ts";
import type { Words } from "./words.ts";

/** A piece of HTML in which everything foreign is escaped. */
export type Html = ReturnType<typeof html>;

/** What every page knows. */
export interface Frame {
  /** Where the pages are mounted, without a slash at its end. */
  readonly path: string;
  readonly words: Words;
  readonly assets: Assets;
  /** Of new passwords. */
  readonly rules: PasswordRules;
  /** Pages of the site's own, in the place of ours. */
  readonly own: OwnPages;
  /** Not where the users are another system's. */
  readonly canRegister: boolean;
  /** Are mails sent, so that a password can be reset and an address be confirmed? */
  readonly hasMail: boolean;
  /** Is there a lab? In development only. */
  readonly hasLab: boolean;
}

/** What a page of another kind than forms adds. */
export interface Extras {
  readonly stylesheet: Asset;
  readonly script: Asset;
}

/** A whole page around its middle. */
export const layout = (
  { path, words, assets, rules, hasLab }: Frame,
  title: string,
  main: Html,
  extras?: Extras,
): string =>
  String(html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<title>${title} · ${words.siteName}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${path}${assets.icon.path}" type="${mediaType(assets.icon.type)}">
<link rel="stylesheet" href="${path}${assets.stylesheet.path}">
<script src="${path}${assets.script.path}" data-shortest="${rules.shortest}"${rules.allowsDigitsAlone ? html` data-digits-alone` : ""} defer></script>
${extras ? html`<link rel="stylesheet" href="${path}${extras.stylesheet.path}">\n<script src="${path}${extras.script.path}" defer></script>` : ""}
</head>
<body>
<header><a href="${path}/"><img src="${path}${assets.icon.path}" alt="" height="28">${words.siteName}</a></header>
<main>
${main}
</main>
<footer>${hasLab && !extras ? html`<a href="${path}/lab">${words.lab.link}</a>` : ""}</footer>
</body>
</html>
`);
