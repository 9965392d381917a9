import { html } from "hono/html";
import { type Frame, layout } from "./layout.ts";

export interface Notice {
  readonly title: string;
  readonly lead: string;
  /** Where to go from here. */
  readonly to: { readonly path: string; readonly label: string };
}

/** What was done, in words, and the way on. */
export const noticePage = (frame: Frame, { title, lead, to }: Notice): string =>
  layout(
    frame,
    title,
    html`<h1>${title}</h1>
<p>${lead}</p>
<div class="stack"><a class="button" href="${frame.path}${to.path}">${to.label}</a></div>`,
  );
