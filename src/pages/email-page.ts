import { html } from "hono/html";
import { field } from "./field.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { whoseField } from "./password-page.ts";
import { type Refusal, refusal } from "./refusal.ts";

export interface EmailView extends Refusal {
  readonly username: string;
  /** The address of now. */
  readonly current: string | undefined;
  readonly isVerified: boolean;
  /** As it was typed. */
  readonly email?: string;
}

/** `GET /email`, and again after a refusal, each error beside its field. */
export const emailPage: Page<"email"> = page("email", (frame, view) => {
  const { path, words } = frame;
  const { account, home } = words;
  const { username, current, isVerified, email, errors } = view;
  const lead =
    current === undefined
      ? account.email.isNone
      : (isVerified ? account.email.isVerified : account.email.isUnverified)(current);
  return layout(
    frame,
    account.email.title,
    html`<h1>${account.email.title}</h1>
<p>${lead}${current === undefined || isVerified ? "" : html` <a href="${path}/verify">${account.verify.send}</a>`}</p>
${refusal(words, view)}
<form method="post" action="${path}/email">
${field({ name: "email", label: account.email.label, type: "email", autocomplete: "email", value: email, hint: account.email.hint, hasFocus: true }, words, errors)}
${whoseField(username)}${field({ name: "password", label: account.currentPassword, type: "password", autocomplete: "current-password" }, words, errors)}
<button>${account.email.submit}</button>
</form>
<p class="aside"><a href="${path}/welcome">${home.toWelcome}</a></p>`,
  );
});
