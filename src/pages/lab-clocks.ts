import { html } from "hono/html";
import type { LimitInside } from "../sessions/session-inside.ts";
import { countdown } from "./countdown.ts";
import type { LabView } from "./lab-view.ts";
import type { Frame, Html } from "./layout.ts";
import { moment } from "./moment.ts";
import type { Words } from "./words.ts";

/** Each limit as a date and as a clock, which the script keeps running. */
export const clocksSection = ({ words }: Frame, view: LabView): Html | string => {
  const { clocks: say } = words.lab;
  const { limits, session } = view;
  if (limits.length === 0) return "";
  return html`<section aria-labelledby="clocks-title">
<h2 id="clocks-title">${say.title}</h2>
<p>${session ? say.about : say.aboutRefused}</p>
<ul class="clocks">
${limits.map((limit, index) => clock(words, view, limit, index === 0))}
</ul>
${session?.marks.expiry === 0 ? html`<p>${say.endsWithBrowser}</p>` : ""}
</section>`;
};

const clock = (
  words: Words,
  { at, session }: LabView,
  { name, from, until }: LimitInside,
  isFirst: boolean,
): Html => {
  const { clocks: say } = words.lab;
  const left = until.getTime() - at.getTime();
  const span = until.getTime() - from.getTime();
  const label = say.limits[name].name;
  return html`<li${isFirst ? html` class="first"` : ""} data-until="${until.getTime()}"${isFirst && session ? html` data-ends="session"` : ""}>
<h3>${label}${isFirst ? html` <small>${say.first}</small>` : ""}</h3>
<p class="clock" role="timer">${countdown(left)}</p>
<progress max="${Math.max(span, 1)}" value="${Math.max(left, 0)}" aria-label="${label}"></progress>
<p class="when">${moment(words, until)} <small>${say.limits[name].meaning}</small></p>
</li>`;
};
