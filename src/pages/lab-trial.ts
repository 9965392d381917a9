import { html } from "hono/html";
import type { CookieInside } from "../sessions/session-inside.ts";
import type { Trial } from "../sessions/try-alteration.ts";
import { token } from "./lab-token.ts";
import type { LabView, Typed } from "./lab-view.ts";
import type { Frame, Html } from "./layout.ts";

/** Two ways to alter a copy of the cookie, by forms that change nothing; and what the door said. */
export const trialSection = (
  { path, words }: Frame,
  { trial }: LabView,
  cookie: CookieInside,
  typed: Typed,
): Html => {
  const { trial: say } = words.lab;
  const payload = typed.get("payload") ?? JSON.stringify(cookie.payload, null, 2);
  return html`<section id="alter" aria-labelledby="alter-title">
<h2 id="alter-title">${say.title}</h2>
<p>${say.about}</p>
${trial ? result(words.lab, trial) : ""}
<form action="${path}/lab#alter" class="row">
<div class="field"><label for="place">${say.place}</label><input id="place" name="place" type="number" min="1" max="${cookie.letters}" value="${typed.get("place") ?? "5"}" required></div>
<div class="field"><label for="letter">${say.letter}</label><input id="letter" name="letter" maxlength="1" value="${typed.get("letter") ?? ""}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="letter-hint"></div>
<button>${say.alter}</button>
<small class="hint" id="letter-hint">${say.letterHint} <span data-needs-script hidden>${say.click}</span></small>
</form>
${
  cookie.isRewritable
    ? html`<form action="${path}/lab#alter">
<div class="field"><label for="payload">${say.payload}</label>
<textarea id="payload" name="payload" rows="${Math.min(Math.max(payload.split("\n").length, 3), 16)}" spellcheck="false" autocapitalize="none" aria-describedby="payload-hint">
${payload}</textarea>
<small class="hint" id="payload-hint">${say.payloadHint}</small></div>
<button class="send">${say.send}</button>
</form>`
    : ""
}
</section>`;
};

const result = (
  { trial: say, refusals, cookie }: Frame["words"]["lab"],
  { parts, letter, isUnchanged, refusal }: Trial,
): Html => {
  const what = isUnchanged
    ? say.unchanged
    : letter === null
      ? say.rewritten
      : letter.from === null || letter.to === null
        ? say.changedUnseen(letter.place, cookie.parts[letter.part].name)
        : say.changed(letter.place, cookie.parts[letter.part].name, letter.from, letter.to);
  return html`<div class="result">
<p>${what}</p>
<p class="token">${token(parts, letter?.place)}</p>
${refusal === null ? html`<p class="verdict good"><strong>${say.accepted}</strong></p>` : html`<p class="verdict bad"><strong>${say.refused}</strong> ${refusals[refusal] ?? ""} <code>${refusal}</code></p>`}
</div>`;
};
