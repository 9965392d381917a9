import assert from "node:assert/strict";
import { test } from "node:test";
import { smtpMail } from "../../src/mailers/smtp-mail.ts";
import type { Mail } from "../../src/mails/mail.ts";
import { mailServer } from "./mail-server.ts";

const FROM = "Example <noreply@example.org>";
const MAIL: Mail = {
  to: "ada@example.org",
  subject: "Grüße aus Köln",
  text: "Guten Tag,\n\nhttps://example.org/reset?token=1.abc.defghijklmnopqrstuvwxyz-0123456789_ABCDEFGHIJKLMNOPQRS\n",
  html: "<p>Grüße</p>",
  link: "https://example.org/reset",
};

test("hands a mail to a real mail server, as text and HTML, from whom it says", async (t) => {
  const server = await mailServer(t);
  const mailer = smtpMail({ address: `smtp://127.0.0.1:${server.port}`, from: FROM });
  t.after(() => mailer.close());
  await mailer.open();
  await mailer.send(MAIL);
  const mail = await server.next();
  assert.deepEqual([mail.from, mail.to], ["noreply@example.org", ["ada@example.org"]]);
  assert.deepEqual(
    [mail.subject, mail.text, mail.html.trim()],
    [MAIL.subject, MAIL.text, MAIL.html],
  );
  assert.equal(mail.headers.get("from"), FROM);
  assert.match(mail.headers.get("content-type") ?? "", /^multipart\/alternative/);
  assert.equal(mail.headers.get("auto-submitted"), "auto-generated");
});

test("logs in to the server with what the address says, decoded", async (t) => {
  const seen: unknown[] = [];
  const server = await mailServer(t, {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username, password }, _, callback) {
      seen.push([username, password]);
      callback(null, { user: username });
    },
  });
  const address = `smtp://us%40er:p%3Aass%2F@127.0.0.1:${server.port}`;
  const mailer = smtpMail({ address, from: FROM });
  t.after(() => mailer.close());
  await mailer.send(MAIL);
  assert.deepEqual(seen, [["us@er", "p:ass/"]]);
  assert.equal(server.mails.length, 1);
});

test("no text of ours makes a header or a recipient of its own", async (t) => {
  const server = await mailServer(t);
  const mailer = smtpMail({ address: `smtp://127.0.0.1:${server.port}`, from: FROM });
  t.after(() => mailer.close());
  await mailer.send({ ...MAIL, subject: "Hello\r\nBcc: eve@example.org\r\n\r\nbody" });
  const mail = await server.next();
  assert.deepEqual(mail.to, ["ada@example.org"]);
  assert.equal(mail.headers.get("bcc"), undefined);
  assert.equal(mail.subject, "Hello Bcc: eve@example.org body");

  await mailer.send({ ...MAIL, to: "ada@example.org, eve@example.org" }).catch(() => {});
  await mailer
    .send({ ...MAIL, to: "ada@example.org\r\nRCPT TO:<eve@example.org>" })
    .catch(() => {});
  for (const { to } of server.mails) {
    assert.ok(!to.includes("eve@example.org"), JSON.stringify(to));
  }
});

test("rejects what the server refuses, with its code, and what nobody takes", async (t) => {
  const server = await mailServer(t, {
    onRcptTo: (_, __, callback) =>
      callback(Object.assign(new Error("no such mailbox"), { responseCode: 550 })),
  });
  const mailer = smtpMail({ address: `smtp://127.0.0.1:${server.port}`, from: FROM });
  t.after(() => mailer.close());
  await assert.rejects(mailer.send(MAIL), { responseCode: 550 });
  await server.stop();
  await assert.rejects(mailer.send(MAIL));
});

test("refuses an address or a sender that is none, at once and without repeating it", () => {
  const good = { address: "smtp://user:secret@mail.example.org:587", from: FROM };
  smtpMail(good);
  for (const address of [
    "",
    "mail.example.org",
    "http://mail.example.org",
    "smtp://",
    "smtp://user:%zz@mail.example.org",
    "smtp://user:secret@mail.example.org/path",
    "smtp://user:secret@mail.example.org?tls=no",
    "smtps://user:secret@mail.example.org?tls=off",
  ]) {
    assert.throws(
      () => smtpMail({ ...good, address }),
      (error: { code?: string; message: string }) =>
        error.code === "settings.invalid" && !error.message.includes("secret"),
      address,
    );
  }
  for (const from of ["", "nobody", "A <a@b", "A\r\nBcc: e@x.org <a@b.org>", "a@b.org, e@x.org"]) {
    assert.throws(() => smtpMail({ ...good, from }), { code: "settings.invalid" }, from);
  }
});
