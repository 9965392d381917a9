import assert from "node:assert/strict";
import { test } from "node:test";
import { smtpPlace } from "../../src/mailers/smtp-address.ts";

test("reads where a mail server is, and how one logs in", () => {
  assert.deepEqual(smtpPlace("smtp://user:pass@mail.example.org"), {
    host: "mail.example.org",
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: "user", pass: "pass" },
  });
  const { port, secure, auth } = smtpPlace("smtps://mail.example.org");
  assert.deepEqual([port, secure, auth], [465, true, undefined]);
});

test("requires TLS on the way to any other machine, unless that is said to be off", () => {
  const requiresTls = (address: string): boolean => smtpPlace(address).requireTLS;
  assert.equal(requiresTls("smtp://mail.example.org:25"), true);
  assert.equal(requiresTls("smtp://localhost.example.org"), true);
  assert.equal(requiresTls("smtp://mail.example.org:25?tls=off"), false);
  for (const here of ["smtp://localhost:25", "smtp://127.0.0.1", "smtp://[::1]:2525"]) {
    assert.equal(requiresTls(here), false, here);
  }
});
