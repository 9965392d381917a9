import { html } from "hono/html";
import type { FieldError } from "../errors/problem.ts";
import { field } from "./field.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { whoseField } from "./password-page.ts";

export interface ResetView {
  readonly username: string;
  readonly errors?: readonly FieldError[];
}

/** `GET /reset`, for whoever has followed a good link, and again after a refusal. */
export const resetPage: Page<"reset"> = page("reset", (frame, { username, errors }) => {
  const { path, words } = frame;
  const { account, register } = words;
  return layout(
    frame,
    account.reset.title,
    html`<h1>${account.reset.title}</h1>
<p>${account.reset.lead(username)}</p>
${errors ? html`<p class="alert" role="alert">${account.refused}</p>` : ""}
<form method="post" action="${path}/reset">
${whoseField(username)}${field({ name: "newPassword", label: account.newPassword, type: "password", autocomplete: "new-password", hint: register.passwordHint, hasFocus: true }, words, errors)}
<button>${account.reset.submit}</button>
</form>`,
  );
});
