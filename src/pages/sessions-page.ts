import { html } from "hono/html";
import type { RegisterEntry } from "../sessions/register.ts";
import { deviceName } from "./device-name.ts";
import { type Frame, type Html, layout } from "./layout.ts";
import { minute } from "./moment.ts";
import { type Page, page } from "./page.ts";

export interface SessionsView {
  readonly current: RegisterEntry | undefined;
  readonly others: readonly RegisterEntry[];
  /** How many are left out. */
  readonly more: number;
}

/**
 * `GET /sessions`: where one is logged in, and a way to end it. A session's id stands in the addresses
 * of its buttons: it opens nothing. On engines on the server a cookie is the id and a secret, on cookie
 * engines it is signed or sealed, and of another system's session the id is a digest.
 */
export const sessionsPage: Page<"sessions"> = page(
  "sessions",
  (frame, { current, others, more }) => {
    const { sessions: say, home } = frame.words;
    const { path } = frame;
    return layout(
      frame,
      say.title,
      html`<h1>${say.title}</h1>
<p>${say.lead}</p>
${
  current
    ? html`<div class="entry"><h2>${deviceName(frame.words, current.userAgent)}</h2><small class="mark">${say.thisOne}</small>
${facts(frame, current, say.now)}</div>`
    : ""
}
${
  others.length === 0
    ? html`<p>${say.nowhereElse}</p>`
    : html`<form method="post" action="${path}/sessions/end-others"><button>${say.endOthers(others.length + more)}</button></form>
<ul class="entries">
${others.map((entry, index) => other(frame, entry, `device-${index}`))}
</ul>
${more > 0 ? html`<p>${say.more(more)}</p>` : ""}`
}
<p class="aside"><a href="${path}/welcome">${home.toWelcome}</a></p>`,
    );
  },
);

const other = (frame: Frame, entry: RegisterEntry, name: string): Html =>
  html`<li class="entry"><h2 id="${name}">${deviceName(frame.words, entry.userAgent)}</h2>
<form method="post" action="${frame.path}/sessions/${entry.sid}/end"><button class="plain" aria-describedby="${name}">${frame.words.sessions.end}</button></form>
${facts(frame, entry, minute(frame.words, entry.lastSeenAt))}</li>`;

const facts = (
  { words }: Frame,
  { address, enteredAt }: RegisterEntry,
  lastSeen: Html | string,
): Html => {
  const { sessions: say } = words;
  return html`<dl><div><dt>${say.lastSeen}</dt><dd>${lastSeen}</dd></div><div><dt>${say.since}</dt><dd>${minute(words, enteredAt)}</dd></div><div><dt>${say.address}</dt><dd>${address ?? say.unknownAddress}</dd></div></dl>`;
};
