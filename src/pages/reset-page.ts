import { html } from "hono/html";
import { field } from "./field.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { whoseField } from "./password-page.ts";
import { type Refusal, refusal } from "./refusal.ts";

export interface ResetView extends Refusal {
  readonly username: string;
}

/** `GET /reset`, for whoever has followed a good link, and again after a refusal. */
export const resetPage: Page<"reset"> = page("reset", (frame, view) => {
  const { path, words } = frame;
  const { username, errors } = view;
  const { account, register } = words;
  return layout(
    frame,
    account.reset.title,
    html`<h1>${account.reset.title}</h1>
<p>${account.reset.lead(username)}</p>
${refusal(words, view)}
<form method="post" action="${path}/reset">
${whoseField(username)}${field({ name: "newPassword", label: account.newPassword, type: "password", autocomplete: "new-password", hint: register.passwordHint, hasFocus: true }, words, errors)}
<button>${account.reset.submit}</button>
</form>`,
  );
});
