import { html } from "hono/html";
import type { Html } from "./layout.ts";
import type { Words } from "./words.ts";

/** To the second. */
export const moment = ({ dates }: Words, at: Date): Html =>
  html`<time datetime="${at.toISOString()}">${dates.moment(at)}</time>`;

/** To the minute. */
export const minute = ({ dates }: Words, at: number): Html => {
  const date = new Date(at);
  return html`<time datetime="${date.toISOString()}">${dates.minute(date)}</time>`;
};
