import { html } from "hono/html";
import type { CookieInside, ShownPart } from "../sessions/session-inside.ts";
import { placed, token } from "./lab-token.ts";
import type { LabView } from "./lab-view.ts";
import type { Frame, Html } from "./layout.ts";
import { moment } from "./moment.ts";
import type { Words } from "./words.ts";

/** The cookie in colours, and below it what each part is. */
export const cookieSection = (frame: Frame, view: LabView, cookie: CookieInside): Html => {
  const { cookie: say } = frame.words.lab;
  return html`<section aria-labelledby="cookie-title">
<h2 id="cookie-title">${say.title}</h2>
<p>${say.about(view.cookieName, cookie.letters)}</p>
<p class="token" data-picks="place">${token(cookie.parts)}</p>
<dl class="legend">
${placed(cookie.parts).map(({ part, from, to }) => (part.kind === "separator" ? "" : entry(frame, cookie, part, from, to)))}
</dl>
</section>`;
};

const entry = (
  { words }: Frame,
  cookie: CookieInside,
  part: ShownPart,
  from: number,
  to: number,
): Html => {
  const { parts, letters, hidden } = words.lab.cookie;
  const { name, meaning } = parts[part.kind];
  const left = part.hidden > 0 ? `, ${hidden(part.hidden)}` : "";
  return html`<div>
<dt><span class="chip part ${part.kind}">${name}</span> <small>${letters(from, to)}${left}</small></dt>
<dd><p>${meaning}</p>${reading(words, cookie, part)}</dd>
</div>`;
};

/** What the part says, in the clear. */
const reading = (
  words: Words,
  { payload, isDeflated, isSealed, savedAt, sealedBy }: CookieInside,
  { kind }: ShownPart,
): Html | string => {
  const { cookie: say } = words.lab;
  if ((kind === "payload" || kind === "sealed") && payload !== null) {
    return html`${isDeflated ? html`<p>${say.deflated}</p>` : ""}${isSealed ? html`<p>${say.sealedNote}</p>` : ""}<pre>${JSON.stringify(payload, null, 2)}</pre>`;
  }
  if (kind === "timestamp" && savedAt)
    return html`<p class="reading">${moment(words, savedAt)}</p>`;
  if ((kind === "signature" || kind === "tag") && sealedBy !== null) {
    return sealedBy === "none"
      ? html`<p class="reading wrong">${say.badSeal}</p>`
      : html`<p class="reading right">${say.goodSeal(sealedBy)}</p>`;
  }
  return "";
};
