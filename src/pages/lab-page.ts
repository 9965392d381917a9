import { html } from "hono/html";
import { labAssets } from "./assets.ts";
import { actsSection, beginSection } from "./lab-acts.ts";
import { clocksSection } from "./lab-clocks.ts";
import { cookieSection } from "./lab-cookie.ts";
import { keysSection, rowSection } from "./lab-keys.ts";
import { registerSection } from "./lab-register.ts";
import { trialSection } from "./lab-trial.ts";
import type { LabView, Typed } from "./lab-view.ts";
import type { LabNews } from "./lab-words.ts";
import { type Frame, type Html, layout } from "./layout.ts";

/** `GET /lab`: a session taken apart, on the visitor's own. In development only. */
export const labPage = (
  frame: Frame,
  view: LabView,
  typed: Typed,
  news: LabNews | undefined,
): string => {
  const { lab } = frame.words;
  return layout(
    frame,
    lab.title,
    html`<div class="lab" data-now="${view.at.getTime()}">
<h1>${lab.title}</h1>
<p class="lead">${lab.lead}</p>
${news === undefined ? "" : html`<p class="news" role="status">${newsText(frame, view, news)}</p>`}
${verdict(frame, view)}
${view.cookie ? sections(frame, view, view.cookie, typed) : beginSection(frame, "first")}
</div>`,
    labAssets,
  );
};

const sections = (
  frame: Frame,
  view: LabView,
  cookie: NonNullable<LabView["cookie"]>,
  typed: Typed,
): Html => html`<div class="columns">
<div>
${cookieSection(frame, view, cookie)}
${rowSection(frame, cookie)}
${view.session ? html`${trialSection(frame, view, cookie, typed)}\n${actsSection(frame, view)}` : beginSection(frame, "anew")}
</div>
<div>
${clocksSection(frame, view)}
${keysSection(frame, view)}
${registerSection(frame, view)}
</div>
</div>`;

/** Does the server believe it? */
const verdict = ({ path, words }: Frame, { engine, refusal, cookie, session }: LabView): Html => {
  const { verdict: say, refusals } = words.lab;
  if (refusal !== null) {
    return html`<p class="verdict bad"><strong>${say.refused}</strong> ${refusals[refusal] ?? ""} <code>${refusal}</code></p>`;
  }
  if (!cookie) return html`<p class="verdict">${say.none}</p>`;
  return html`<p class="verdict good"${session ? html` data-while="session"` : ""}>${say.accepted} <code>${engine}</code>.</p>
<p class="verdict bad" role="alert" data-after="session" hidden><strong>${say.ended}</strong> <a href="${path}/lab">${say.lookAgain}</a></p>`;
};

const newsText = ({ words }: Frame, { session }: LabView, news: LabNews): string => {
  const { news: texts, testCookieWorked, testCookieFailed } = words.lab.acts;
  if (news !== "set-test-cookie") return texts[news];
  const isBack = session?.data["testcookie"] === "worked";
  return `${texts[news]} ${isBack ? testCookieWorked : testCookieFailed}`;
};
