import { html } from "hono/html";
import { type Frame, type Html, layout } from "./layout.ts";
import { type Page, page } from "./page.ts";

/** Nothing: the page asks one question. */
export type LogoutView = Readonly<Record<never, never>>;

/** The button that logs out. */
export const logoutForm = ({ path, words }: Frame): Html =>
  html`<form method="post" action="${path}/logout"><button class="plain">${words.logout.submit}</button></form>`;

/** `GET /logout`, when it is not certain that the visitor wants it: one button, nothing ended. */
export const logoutPage: Page<"logout"> = page("logout", (frame) =>
  layout(
    frame,
    frame.words.logout.title,
    html`<h1>${frame.words.logout.title}</h1>
<p>${frame.words.logout.question}</p>
${logoutForm(frame)}`,
  ),
);
