import assert from "node:assert/strict";
import { test } from "node:test";
import { checkEmail } from "../../src/users/check-email.ts";

test("takes no address at all, and what a browser takes for one (HTML, E-mail state)", () => {
  const good = ["", "a@b", "ada@example.org", "a.b+c@sub.example.org", "!#$%&'*+/=?^_`{|}~-@a.b"];
  for (const email of good) assert.equal(checkEmail(email), undefined, email);
});

test("refuses what a browser refuses", () => {
  const bad = [
    "a",
    "@",
    "a@",
    "@b",
    "a@b@c",
    "a b@c",
    "a@b c",
    "a@-b",
    "a@b-",
    "a@b..c",
    "a@.b",
    "a@b.",
  ];
  const others = [
    "é@b",
    "a@é",
    "a@b\n",
    "<a@b>",
    '"a"@b',
    "a@[127.0.0.1]",
    "a,b@c",
    `a@${"b".repeat(64)}`,
  ];
  for (const email of [...bad, ...others]) assert.equal(checkEmail(email), "email.invalid", email);
});

test("takes 254 characters and refuses one more (RFC 5321, 4.5.3.1.3)", () => {
  const email = (length: number): string =>
    `${"a".repeat(length - "@example.org".length)}@example.org`;
  assert.equal(checkEmail(email(254)), undefined);
  assert.equal(checkEmail(email(255)), "email.invalid");
});

test("answers hostile text in time (T211)", () => {
  const started = performance.now();
  checkEmail(`a@${"a.".repeat(50_000)}!`);
  checkEmail(`a@${"a-".repeat(120)}`);
  assert.ok(performance.now() - started < 20);
});
