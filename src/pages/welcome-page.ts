import { html } from "hono/html";
import { layout } from "./layout.ts";
import { logoutForm } from "./logout-page.ts";
import { moment } from "./moment.ts";
import { type Page, page } from "./page.ts";

export interface WelcomeView {
  readonly username: string;
  readonly registeredAt: Date;
  readonly sessionEndsAt: Date;
  readonly endsAtBrowserClose: boolean;
}

/** `GET /welcome`: greets the user by name, and shows how long the session has left. */
export const welcomePage: Page<"welcome"> = page("welcome", (frame, view) => {
  const { path, words, canRegister, hasMail } = frame;
  const title = words.welcome.title(view.username);
  return layout(
    frame,
    title,
    html`<h1>${title}</h1>
<p>${words.welcome.loggedIn}</p>
<dl>
<div><dt>${words.welcome.sessionEnds}</dt><dd>${view.endsAtBrowserClose ? `${words.welcome.untilBrowserCloses} ` : ""}${moment(words, view.sessionEndsAt)}</dd></div>
<div><dt>${words.welcome.memberSince}</dt><dd>${moment(words, view.registeredAt)}</dd></div>
</dl>
<ul class="links">
<li><a href="${path}/sessions">${words.welcome.toSessions}</a></li>
${canRegister ? html`<li><a href="${path}/password">${words.account.password.link}</a></li>` : ""}
${hasMail ? html`<li><a href="${path}/email">${words.account.email.link}</a></li>` : ""}
${canRegister ? html`<li><a href="${path}/delete">${words.account.delete.link}</a></li>` : ""}
</ul>
<div class="stack">${logoutForm(frame)}</div>`,
  );
});
