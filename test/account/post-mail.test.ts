import assert from "node:assert/strict";
import { test } from "node:test";
import { postConfirmation, postConfirmationAgain } from "../../src/account/post-mail.ts";
import { registerUser } from "../../src/account/register-user.ts";
import { openSession } from "../../src/sessions/open-session.ts";
import { ADDRESS } from "../stories/mail-site.ts";
import { BOB } from "../stories/people.ts";
import { siteUnderTest } from "../stories/site-under-test.ts";

test("whoever asks for a confirmation again and again has three wait an hour, and not the whole queue", async (t) => {
  const { parts, frame } = (await siteUnderTest(t)).state.context;
  const visitor = { address: "192.0.2.7", requestId: "r", userAgent: "", cookies: undefined };
  const session = await openSession(
    parts.door,
    undefined,
    () => visitor,
    () => {},
  );
  const added = await registerUser(parts, session, { ...BOB, email: ADDRESS });
  assert.ok("user" in added);
  const posted: (() => unknown)[] = [];
  const mailing = { ...parts, mail: { post: (write: () => unknown) => posted.push(write) } };
  const asked = Array.from({ length: 20 }, () =>
    postConfirmationAgain(mailing, frame.words, added.user.id, ADDRESS),
  );
  await Promise.all(asked);
  assert.equal(posted.length, 3);
  const written = (await posted[0]?.()) as { to: string; text: string };
  assert.equal(written.to, ADDRESS);
  assert.match(written.text, /\/verify\?token=/);

  postConfirmation(mailing, frame.words, added.user.id, ADDRESS);
  assert.equal(posted.length, 4, "that of a registration waits, and is counted when it is written");
  assert.equal(await posted[3]?.(), undefined);
});
