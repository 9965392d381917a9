import { html } from "hono/html";
import { field } from "./field.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { whoseField } from "./password-page.ts";
import { type Refusal, refusal } from "./refusal.ts";

export interface DeleteView extends Refusal {
  readonly username: string;
}

/** `GET /delete`, and again after a refusal. */
export const deletePage: Page<"delete"> = page("delete", (frame, view) => {
  const { path, words } = frame;
  const { username, errors } = view;
  const { account, home } = words;
  return layout(
    frame,
    account.delete.title,
    html`<h1>${account.delete.title}</h1>
<p>${account.delete.lead(username)}</p>
${refusal(words, view)}
<form method="post" action="${path}/delete">
${whoseField(username)}${field({ name: "password", label: account.currentPassword, type: "password", autocomplete: "current-password" }, words, errors)}
<button class="danger">${account.delete.submit}</button>
</form>
<p class="aside"><a href="${path}/welcome">${home.toWelcome}</a></p>`,
  );
});
