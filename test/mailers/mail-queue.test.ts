import assert from "node:assert/strict";
import { test } from "node:test";
import { CountersignError } from "../../src/errors/countersign-error.ts";
import { createMailQueue, type MailQueueOptions } from "../../src/mailers/mail-queue.ts";
import type { Mail } from "../../src/mails/mail.ts";

const MAIL: Mail = {
  to: "ada@example.org",
  subject: "Hello",
  text: "secret link",
  html: "",
  link: "https://example.org/reset?token=secret",
};

/** A queue, and a mailer that does what the test says; told in order. */
const bench = (
  send: (mail: Mail, times: number) => Promise<void> | void,
  options: MailQueueOptions = {},
) => {
  const lines: Record<string, unknown>[] = [];
  const note = (fields: object): void => void lines.push(fields as Record<string, unknown>);
  const log = { debug: note, info: note, warn: note, error: note, isLevelEnabled: () => true };
  let times = 0;
  let settle = (): void => {};
  let isClosed = false;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const queue = createMailQueue(
    {
      open: async () => {},
      async send(mail) {
        times += 1;
        await send(mail, times);
      },
      async close() {
        isClosed = true;
      },
    },
    {
      ...log,
      info: (fields) => {
        note(fields);
        settle();
      },
      warn: (fields) => {
        note(fields);
        if ((fields as { event: string }).event === "mailFailed") settle();
      },
    },
    { pause: () => 0, retries: [0, 0], ...options },
  );
  return {
    queue,
    lines,
    settled,
    get times() {
      return times;
    },
    get isClosed() {
      return isClosed;
    },
  };
};

const eventsOf = ({ lines }: { readonly lines: readonly Record<string, unknown>[] }) =>
  lines.map(({ event }) => event);

const failure = (fields: object = {}): Error =>
  Object.assign(new Error("550 ada@example.org is unknown"), fields);

test("returns at once, and writes and sends behind it", async () => {
  let isWritten = false;
  const { queue, settled, lines } = bench(() => {});
  queue.post(() => {
    isWritten = true;
    return MAIL;
  });
  assert.equal(isWritten, false);
  await settled;
  assert.equal(isWritten, true);
  assert.deepEqual(lines, [{ event: "mailSent" }]);
});

test("tries again what could not be sent, and gives up in the end, without a word of whom it was to", async () => {
  const twice = bench((_, times) => {
    if (times < 3) throw failure({ code: "ECONNREFUSED" });
  });
  twice.queue.post(() => MAIL);
  await twice.settled;
  assert.equal(twice.times, 3);
  assert.deepEqual(
    twice.lines.map(({ event }) => event),
    ["mailDelayed", "mailDelayed", "mailSent"],
  );

  const never = bench(() => {
    throw failure({ code: "ETIMEDOUT", command: "CONN" });
  });
  never.queue.post(() => MAIL);
  await never.settled;
  assert.equal(never.times, 3);
  assert.equal(never.lines.at(-1)?.["event"], "mailFailed");
  assert.doesNotMatch(JSON.stringify(never.lines), /ada|secret/);
});

test("does not try again what the server has refused for good", async () => {
  const refused = bench(() => {
    throw failure({ responseCode: 550 });
  });
  refused.queue.post(() => MAIL);
  await refused.settled;
  assert.equal(refused.times, 1);
});

test("sends nothing where there is nothing to be said, and survives a letter that cannot be written", async () => {
  const { queue, settled, lines } = bench(() => {});
  queue.post(() => undefined);
  queue.post(() => Promise.reject(new Error("the database is gone")));
  await settled;
  assert.deepEqual(
    lines.map(({ event }) => event),
    ["mailFailed"],
  );
});

test("writes once more what a database out of reach has kept from being written", async () => {
  const { queue, settled, lines } = bench(() => {});
  let times = 0;
  queue.post(async () => {
    times += 1;
    if (times === 1) throw new CountersignError("storage.unavailable", "Gone for a moment.");
    return MAIL;
  });
  await settled;
  assert.deepEqual(
    lines.map(({ event }) => event),
    ["mailDelayed", "mailSent"],
  );
});

test("holds so many and no more, and says what it drops", async () => {
  const held: (() => void)[] = [];
  const { queue, lines } = bench(() => new Promise((resolve) => held.push(resolve)), { most: 2 });
  for (let count = 0; count < 4; count += 1) queue.post(() => MAIL);
  assert.deepEqual(
    lines.map(({ event }) => event),
    ["mailDropped", "mailDropped"],
  );
});

test("waits at its end for what is on its way, and says what is lost", async () => {
  let arrive = (): void => {};
  const began = Promise.withResolvers<void>();
  const one = bench(() => {
    began.resolve();
    return new Promise((resolve) => {
      arrive = resolve;
    });
  });
  one.queue.post(() => MAIL);
  await began.promise;
  const closed = one.queue.close();
  assert.equal(one.isClosed, false);
  arrive();
  await closed;
  assert.equal(one.isClosed, true);
  assert.deepEqual(one.lines, [{ event: "mailSent" }]);

  const failed = bench(() => Promise.reject(failure()), { retries: [60_000] });
  failed.queue.post(() => MAIL);
  while (failed.lines.length === 0) await new Promise(setImmediate);
  await failed.queue.close();
  assert.deepEqual(eventsOf(failed), ["mailDelayed", "mailFailed"]);

  const silent = bench(() => new Promise(() => {}), { patience: 1 });
  silent.queue.post(() => MAIL);
  await silent.queue.close();
  assert.deepEqual(eventsOf(silent), ["mailFailed"]);
});

test("sends at its end what was not tried yet, and takes no more", async () => {
  const { queue, lines } = bench(() => {}, { pause: () => 60_000 });
  queue.post(() => MAIL);
  await queue.close();
  queue.post(() => MAIL);
  assert.deepEqual(eventsOf({ lines }), ["mailSent", "mailDropped"]);
});
