import { html } from "hono/html";
import type { Html } from "./layout.ts";

/** To the second, and the same wherever the server stands. */
export const moment = (at: Date): Html => {
  const text = at.toISOString();
  return html`<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 19)} UTC</time>`;
};

/** To the minute, where a phone has to hold it on one line. */
export const minute = (at: number): Html => {
  const text = new Date(at).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 16)} UTC</time>`;
};
