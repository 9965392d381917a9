import { html } from "hono/html";
import { layout } from "./layout.ts";
import { type Page, page } from "./page.ts";

export interface VerifyView {
  readonly email: string;
  /** Whose account it is, where a link asks; undefined where the mail may be sent once more. */
  readonly username: string | undefined;
}

/**
 * `GET /verify`: one button, because mail programs follow links by themselves. It confirms the address of
 * a link, or has the mail sent once more.
 */
export const verifyPage: Page<"verify"> = page("verify", (frame, { email, username }) => {
  const { path, words } = frame;
  const { verify } = words.account;
  const [lead, button, does] =
    username === undefined
      ? [verify.unverified(email), verify.send, "send"]
      : [verify.question(email, username), verify.submit, "verify"];
  return layout(
    frame,
    verify.title,
    html`<h1>${verify.title}</h1>
<p>${lead}</p>
<form method="post" action="${path}/verify"><input type="hidden" name="do" value="${does}"><button>${button}</button></form>
<p class="aside"><a href="${path}/welcome">${words.home.toWelcome}</a></p>`,
  );
});
