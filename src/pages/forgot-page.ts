import { html } from "hono/html";
import { field } from "./field.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";

/** Nothing but the form. */
export type ForgotView = Readonly<Record<never, never>>;

/** `GET /forgot`: whose password was forgotten? The answer is the same whoever is named. */
export const forgotPage: Page<"forgot"> = page("forgot", (frame) => {
  const { path, words } = frame;
  const { forgot, nameOrEmail, toLogin } = words.account;
  return layout(
    frame,
    forgot.title,
    html`<h1>${forgot.title}</h1>
<p>${forgot.lead}</p>
<form method="post" action="${path}/forgot">
${field({ name: "username", label: nameOrEmail, type: "text", autocomplete: "username", hasFocus: true }, words)}
<button>${forgot.submit}</button>
</form>
<p class="aside"><a href="${path}/login">${toLogin}</a></p>`,
  );
});
