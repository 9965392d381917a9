import { html } from "hono/html";
import { layout } from "./layout.ts";
import { logoutForm } from "./logout-page.ts";
import { type Page, page } from "./page.ts";

export interface HomeView {
  /** Of who is logged in. */
  readonly username: string | undefined;
}

/** `GET /`: the way in for a stranger, the way on and out for somebody who is logged in. */
export const homePage: Page<"home"> = page("home", (frame, { username }) => {
  const { path, words, canRegister } = frame;
  const main =
    username === undefined
      ? html`<h1>${words.home.title}</h1>
<p>${canRegister ? words.home.stranger : words.home.strangerElsewhere}</p>
<div class="stack"><a class="button" href="${path}/login">${words.login.title}</a>${canRegister ? html`<a class="button plain" href="${path}/register">${words.register.title}</a>` : ""}</div>`
      : html`<h1>${words.home.title}</h1>
<p>${words.home.loggedInAs(username)}</p>
<div class="stack"><a class="button" href="${path}/welcome">${words.home.toWelcome}</a>${logoutForm(frame)}</div>`;
  return layout(frame, words.home.title, main);
});
