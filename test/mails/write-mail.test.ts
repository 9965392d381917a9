import assert from "node:assert/strict";
import { test } from "node:test";
import { writeMail } from "../../src/mails/write-mail.ts";
import { english } from "../../src/pages/english.ts";
import { german } from "../../src/pages/german.ts";
import type { LetterKind } from "../../src/pages/mail-words.ts";

const LINK = "https://example.org/reset?token=1.abc.def";
const KINDS: readonly LetterKind[] = ["reset", "confirm", "changing", "changed", "password"];
const LETTER = { to: "ada@example.org", email: "ada@example.org", name: "ada", link: LINK };

for (const words of [english, german]) {
  test(`says the same in text and in HTML, and leads to the link: ${words.language}`, () => {
    for (const kind of KINDS) {
      const link = kind === "changed" ? undefined : LINK;
      const mail = writeMail(words, kind, { ...LETTER, link });
      assert.equal(mail.to, LETTER.to);
      assert.match(mail.subject, /^Countersign: ./);
      assert.match(mail.html, new RegExp(`<html lang="${words.language}">`));
      const plain = mail.html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
      for (const paragraph of mail.text.trim().split("\n\n")) {
        assert.ok(plain.includes(paragraph), paragraph);
      }
      assert.equal(mail.text.includes(LINK), link !== undefined, kind);
      assert.equal(mail.html.includes(`href="${LINK}"`), link !== undefined, kind);
      assert.doesNotMatch(mail.html, /<img|src=|url\(/, "nothing is fetched");
    }
  });
}

test("escapes what a user has chosen", () => {
  const mail = writeMail(english, "reset", { ...LETTER, name: '<b>"&' });
  assert.ok(mail.text.startsWith('Hello <b>"&,'));
  assert.ok(mail.html.includes("Hello &lt;b&gt;&quot;&amp;,"));
});
