import { html } from "hono/html";
import type { LetterFacts, LetterKind } from "../pages/mail-words.ts";
import type { Words } from "../pages/words.ts";
import type { Mail } from "./mail.ts";

/** Whom a mail is to, what it is about, and where it leads. */
export interface Letter extends Omit<LetterFacts, "site"> {
  readonly to: string;
  readonly link: string | undefined;
}

/** One of our mails, in words of the visitor's language, as text and as HTML. */
export const writeMail = (words: Words, kind: LetterKind, letter: Letter): Mail => {
  const { mails, siteName } = words;
  const facts: LetterFacts = { name: letter.name, email: letter.email, site: siteName };
  const parts: LetterParts = {
    greeting: mails.greeting(letter.name),
    body: mails[kind].body(facts),
    button: mails[kind].button,
    linkAsText: mails.linkAsText,
    otherwise: mails[kind].otherwise,
    link: letter.link,
  };
  return {
    to: letter.to,
    subject: mails[kind].subject(facts),
    text: textOf(parts),
    html: htmlOf(words, mails[kind].subject(facts), parts),
    link: letter.link,
  };
};

interface LetterParts {
  readonly greeting: string;
  readonly body: readonly string[];
  readonly button: string;
  readonly linkAsText: string;
  readonly otherwise: string;
  readonly link: string | undefined;
}

const textOf = ({ greeting, body, link, otherwise }: LetterParts): string =>
  `${[greeting, ...body, ...(link === undefined ? [] : [link]), otherwise].join("\n\n")}\n`;

/** Styled where it stands: mail programs throw the rest away. No picture, and nothing that is fetched. */
const htmlOf = (
  { language, siteName }: Words,
  title: string,
  { greeting, body, link, button, linkAsText, otherwise }: LetterParts,
): string =>
  String(html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:32em;margin:0 auto">
<p style="font-weight:600">${siteName}</p>
<p>${greeting}</p>
${body.map((paragraph) => html`<p>${paragraph}</p>\n`)}
${
  link === undefined
    ? ""
    : html`<p><a href="${link}" style="display:inline-block;padding:11px 20px;border-radius:8px;background:#1d5c56;color:#ffffff;font-weight:600;text-decoration:none">${button}</a></p>
<p style="font-size:14px">${linkAsText}<br><span style="word-break:break-all">${link}</span></p>
`
}<p>${otherwise}</p>
</div>
</body>
</html>
`);
