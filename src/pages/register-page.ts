import { html } from "hono/html";
import { field, nextField } from "./field.ts";
import { layout } from "./layout.ts";
import { carry } from "./login-page.ts";
import { type Page, page } from "./page.ts";
import { problemDetail } from "./problem-detail.ts";
import type { Refusal } from "./refusal.ts";

export interface RegisterView extends Refusal {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly next?: string | undefined;
}

/** `GET /register`, and again after a refusal, each error beside its field, the password not kept. */
export const registerPage: Page<"register"> = page("register", (frame, view) => {
  const { path, words } = frame;
  const { username, email, next, errors, problem } = view;
  const refused = problem ? problemDetail(words, problem) : errors && words.register.refused;
  const { labels } = words;
  return layout(
    frame,
    words.register.title,
    html`<h1>${words.register.title}</h1>
${refused ? html`<p class="alert" role="alert">${refused}</p>` : ""}
<form method="post" action="${path}/register">
${field({ name: "username", label: labels.username, type: "text", autocomplete: "username", value: username, hint: words.register.usernameHint, hasFocus: true }, words, errors)}
${field({ name: "email", label: labels.email, type: "email", autocomplete: "email", value: email, isOptional: true }, words, errors)}
${field({ name: "password", label: labels.password, type: "password", autocomplete: "new-password", hint: words.register.passwordHint }, words, errors)}
${nextField(next)}<button>${words.register.submit}</button>
</form>
<p class="aside"><a href="${path}/login${carry(next)}">${words.register.loginInstead}</a></p>`,
  );
});
