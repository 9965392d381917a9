import { html } from "hono/html";
import type { LabView } from "./lab-view.ts";
import type { LabAct, LabWords } from "./lab-words.ts";
import type { Frame, Html } from "./layout.ts";
import { logoutForm } from "./logout-page.ts";

const ON_A_SESSION: readonly LabAct[] = [
  "live-for-five-seconds",
  "live-until-browser-closes",
  "live-as-set",
  "new-id",
  "set-test-cookie",
  "delete-test-cookie",
  "flush",
];

/** What can be done to the session, each by a button. */
export const actsSection = (frame: Frame, { username }: LabView): Html => {
  const { acts: say } = frame.words.lab;
  return html`<section aria-labelledby="acts-title">
<h2 id="acts-title">${say.title}</h2>
<p>${say.about}</p>
${writeForm(frame)}
<form method="post" action="${frame.path}/lab" class="acts">
${ON_A_SESSION.map((act) => button(frame, act))}
</form>
<div class="stack">${username === null ? wayIn(frame) : wayOut(frame)}</div>
</section>`;
};

/** The same, for somebody who has no session yet, or no longer. */
export const beginSection = (frame: Frame, when: keyof LabWords["begin"]): Html => {
  const { title, text } = frame.words.lab.begin[when];
  return html`<section class="begin" aria-labelledby="begin-title">
<h2 id="begin-title">${title}</h2>
<p>${text}</p>
${writeForm(frame)}
<form method="post" action="${frame.path}/lab" class="acts">${button(frame, "set-test-cookie")}</form>
<div class="stack">${wayIn(frame)}</div>
</section>`;
};

const writeForm = ({ path, words }: Frame): Html => {
  const { acts: say } = words.lab;
  return html`<form method="post" action="${path}/lab" class="row">
<div class="field"><label for="key">${say.key}</label><input id="key" name="key" value="drink" autocomplete="off" autocapitalize="none" spellcheck="false" required></div>
<div class="field"><label for="value">${say.value}</label><input id="value" name="value" value="tea" autocomplete="off" autocapitalize="none" spellcheck="false"></div>
<button name="do" value="write">${say.buttons.write}</button>
<small class="hint"><code>${say.hints.write}</code></small>
</form>`;
};

const button = ({ words }: Frame, act: LabAct): Html => {
  const { buttons, hints } = words.lab.acts;
  return html`<button class="plain" name="do" value="${act}">${buttons[act]} <code>${hints[act]}</code></button>`;
};

const wayIn = ({ path, words, canRegister }: Frame): Html => {
  const next = `?next=${encodeURIComponent(`${path}/lab`)}`;
  return html`<a class="button" href="${path}/login${next}">${words.login.title}</a>${canRegister ? html`<a class="button plain" href="${path}/register${next}">${words.register.title}</a>` : ""}`;
};

const wayOut = (frame: Frame): Html =>
  html`<a class="button" href="${frame.path}/welcome">${frame.words.home.toWelcome}</a>${logoutForm(frame)}`;
