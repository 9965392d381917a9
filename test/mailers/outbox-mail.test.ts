import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { outboxMail } from "../../src/mailers/outbox-mail.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { readMail } from "./read-mail.ts";

const MAIL = {
  to: "ada@example.org",
  subject: "Hello",
  text: "Hello Ada\n",
  html: "<p>Hello Ada</p>",
  link: "http://127.0.0.1:8000/reset?token=1",
};

test("writes each mail into a file that a mail program opens, for its owner alone", async (t) => {
  const folder = join(temporaryFolder(t), "data", "outbox");
  const told: unknown[] = [];
  const mailer = outboxMail({
    folder,
    from: "noreply@example.org",
    wrote: (path, { link }) => told.push([path, link]),
  });
  await mailer.open();
  await Promise.all([mailer.send(MAIL), mailer.send(MAIL)]);
  await mailer.close();
  const names = readdirSync(folder);
  assert.equal(names.length, 2);
  for (const name of names) {
    assert.match(name, /^\d{8}T\d{6}Z-[0-9a-f]{8}\.eml$/);
    const path = join(folder, name);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const mail = readMail(readFileSync(path, "latin1"));
    assert.deepEqual([mail.subject, mail.text], ["Hello", MAIL.text]);
    assert.equal(mail.headers.get("to"), "ada@example.org");
  }
  assert.deepEqual(
    told.map((each) => (each as unknown[])[1]),
    [MAIL.link, MAIL.link],
  );
});
