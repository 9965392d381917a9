import { html } from "hono/html";
import type { Problem } from "../errors/problem.ts";
import { field, nextField } from "./field.ts";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";
import { problemDetail } from "./problem-detail.ts";

export interface LoginView {
  readonly username?: string | undefined;
  readonly next?: string | undefined;
  /** Good news of what led here. */
  readonly note?: string | undefined;
  /** Why the last attempt failed. */
  readonly problem?: Problem;
}

/** `GET /login`, and again after a failure, with the name kept and the password not. */
export const loginPage: Page<"login"> = page(
  "login",
  (frame, { username, next, note, problem }) => {
    const { path, words, canRegister, hasMail } = frame;
    const name = hasMail ? words.account.nameOrEmail : words.labels.username;
    return layout(
      frame,
      words.login.title,
      html`<h1>${words.login.title}</h1>
${note ? html`<p class="note" role="status">${note}</p>` : ""}${problem ? html`<p class="alert" role="alert">${problemDetail(words, problem)}</p>` : ""}
<form method="post" action="${path}/login">
${field({ name: "username", label: name, type: "text", autocomplete: "username", value: username, hasFocus: !username }, words)}
${field({ name: "password", label: words.labels.password, type: "password", autocomplete: "current-password", hasFocus: Boolean(username) }, words)}
${nextField(next)}<button>${words.login.submit}</button>
</form>
${hasMail ? html`<p class="aside"><a href="${path}/forgot">${words.account.forgot.link}</a></p>` : ""}
${canRegister ? html`<p class="aside"><a href="${path}/register${carry(next)}">${words.login.registerInstead}</a></p>` : ""}`,
    );
  },
);

/** Takes `next` along to the other form. */
export const carry = (next: string | undefined): string =>
  next ? `?next=${encodeURIComponent(next)}` : "";
