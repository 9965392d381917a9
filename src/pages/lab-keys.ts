import { html } from "hono/html";
import type { ContentsInside, CookieInside } from "../sessions/session-inside.ts";
import type { LabView } from "./lab-view.ts";
import type { Frame, Html } from "./layout.ts";
import { moment } from "./moment.ts";
import type { Words } from "./words.ts";

/** The visitor's keys, and the server's notes beside them. */
export const keysSection = ({ words }: Frame, { session }: LabView): Html | string => {
  if (!session) return "";
  const { keys: say } = words.lab;
  const entries = Object.entries(session.data);
  const theirs = entries.filter(([key]) => !key.startsWith("_"));
  const hidden = entries.filter(([key]) => key.startsWith("_"));
  return html`<section aria-labelledby="keys-title">
<h2 id="keys-title">${say.title}</h2>
${theirs.length === 0 ? html`<p>${say.none}</p>` : html`<dl class="pairs">${theirs.map(([key, value]) => pair(key, json(value), key === "user_id" ? say.userId : undefined))}</dl>`}
<h3>${say.ours}</h3>
<p>${say.oursAbout}</p>
<dl class="pairs">${[...notes(words, session), ...hidden.map(([key, value]): Note => [key, json(value)])].map(([key, value]) => pair(key, value, say.meanings[key] ?? say.unknown))}</dl>
</section>`;
};

/** What a server-side engine has stored. */
export const rowSection = ({ words }: Frame, { row }: CookieInside): Html | string => {
  if (!row) return "";
  const { row: say } = words.lab;
  return html`<section aria-labelledby="row-title">
<h2 id="row-title">${say.title}</h2>
<p>${say.about}</p>
<dl class="pairs">${Object.entries(row).map(([column, value]) => pair(column, typeof value === "string" ? value : html`<pre>${json(value)}</pre>`, say.columns[column]))}</dl>
</section>`;
};

type Note = readonly [key: string, value: Html | string];

/** Under the keys that a cookie has them under, whatever the engine. */
const notes = (words: Words, { id, marks }: ContentsInside): readonly Note[] => {
  const { epoch, login, used, expiry } = marks;
  return [
    ["_sid", id],
    ...(epoch === undefined ? [] : [["_epoch", String(epoch)] as const]),
    ...(login === undefined ? [] : [["_login", seconds(words, login)] as const]),
    ...(used === undefined ? [] : [["_used", seconds(words, used)] as const]),
    ...(expiry === undefined ? [] : [["_session_expiry", String(expiry)] as const]),
  ];
};

const seconds = (words: Words, value: number): Html =>
  html`${value} <small>${moment(words, new Date(value * 1_000))}</small>`;

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const pair = (key: string, value: Html | string, meaning: string | undefined): Html =>
  html`<div><dt><code>${key}</code></dt><dd><code>${value}</code>${meaning === undefined ? "" : html`<small class="hint">${meaning}</small>`}</dd></div>`;
