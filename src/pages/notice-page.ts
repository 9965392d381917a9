import { html } from "hono/html";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";

export interface Notice {
  readonly title: string;
  readonly lead: string;
  /** Where to go from here. */
  readonly to: { readonly path: string; readonly label: string };
}

/** What was done, in words, and the way on. */
export const noticePage: Page<"notice"> = page("notice", (frame, { title, lead, to }) =>
  layout(
    frame,
    title,
    html`<h1>${title}</h1>
<p>${lead}</p>
<div class="stack"><a class="button" href="${frame.path}${to.path}">${to.label}</a></div>`,
  ),
);
