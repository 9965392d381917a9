import { html } from "hono/html";
import { field } from "./field.ts";
import { type Html, layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { type Refusal, refusal } from "./refusal.ts";

export interface PasswordView extends Refusal {
  readonly username: string;
}

/** `GET /password`, and again after a refusal, each error beside its field. */
export const passwordPage: Page<"password"> = page("password", (frame, view) => {
  const { path, words } = frame;
  const { username, errors } = view;
  const { account, register, home } = words;
  return layout(
    frame,
    account.password.title,
    html`<h1>${account.password.title}</h1>
<p>${account.password.lead}</p>
${refusal(words, view)}
<form method="post" action="${path}/password">
${whoseField(username)}${field({ name: "password", label: account.currentPassword, type: "password", autocomplete: "current-password", hasFocus: true }, words, errors)}
${field({ name: "newPassword", label: account.newPassword, type: "password", autocomplete: "new-password", hint: register.passwordHint }, words, errors)}
<button>${account.password.submit}</button>
</form>
<p class="aside"><a href="${path}/welcome">${home.toWelcome}</a></p>`,
  );
});

/** Tells a password manager whose password this is. Nobody sees it, and nothing reads it. */
export const whoseField = (username: string): Html =>
  html`<input name="username" type="text" autocomplete="username" value="${username}" readonly hidden>
`;
