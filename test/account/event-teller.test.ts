import assert from "node:assert/strict";
import { test } from "node:test";
import { createEventTeller } from "../../src/account/event-teller.ts";
import type { AccountEvent } from "../../src/events/account-event.ts";
import { logAtHand } from "./log-at-hand.ts";

const FAILED: AccountEvent = {
  ...{ name: "loginFailed", reason: "wrong password", at: 1, userId: 7, username: "Ada" },
  ...{ actor: "visitor", requestId: "r-1", address: "192.0.2.7", session: undefined },
};
const REGISTERED: AccountEvent = {
  ...{ name: "registered", at: 1, userId: 7, username: "Ada" },
  ...{ actor: "visitor", requestId: "r-2", address: "192.0.2.7", session: "0123456789abcdef" },
};

test("each event is one line with what happened, request, address, user and outcome, and no name (T299)", () => {
  const { log, lines } = logAtHand();
  const { tell } = createEventTeller(log);
  for (const event of [FAILED, REGISTERED]) tell(event);
  const visitor = { actor: "visitor", userId: 7, address: "192.0.2.7" };
  assert.deepEqual(lines, [
    {
      level: "info",
      fields: {
        ...{ event: "loginFailed", outcome: "failure", reason: "wrong password" },
        ...{ ...visitor, requestId: "r-1", session: undefined },
      },
      message: "login failed",
    },
    {
      level: "info",
      fields: {
        ...{ event: "registered", outcome: "success" },
        ...{ ...visitor, requestId: "r-2", session: "0123456789abcdef" },
      },
      message: "registered",
    },
  ]);
});

test("calls the hook of the event's name with the event, which it cannot change", () => {
  const { log } = logAtHand();
  const told: AccountEvent[] = [];
  const { tell } = createEventTeller(log, { registered: (event) => told.push(event) });
  for (const event of [FAILED, REGISTERED]) tell(event);
  assert.deepEqual(told, [REGISTERED]);
  assert.ok(Object.isFrozen(told[0]));
});

test("a hook that throws, at once or later, is a line in the log, and nobody else's trouble", async () => {
  const { log, lines } = logAtHand();
  const [now, later] = [new Error("now"), new Error("later")];
  const { tell, settled } = createEventTeller(log, {
    registered: () => {
      throw now;
    },
    loginFailed: async () => {
      throw later;
    },
  });
  tell(REGISTERED);
  tell(FAILED);
  await settled();
  assert.deepEqual(
    lines.filter(({ level }) => level === "error").map(({ fields }) => fields),
    [
      { requestId: "r-2", event: "hookFailed", hook: "registered", err: now },
      { requestId: "r-1", event: "hookFailed", hook: "loginFailed", err: later },
    ],
  );
});

test("waits for no hook but at the end, and there no longer than its patience", async () => {
  const { log } = logAtHand();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { tell, settled } = createEventTeller(log, { registered: () => promise });
  await settled();
  tell(REGISTERED);
  let isOver = false;
  const over = settled().then(() => {
    isOver = true;
  });
  await new Promise((turn) => setImmediate(turn));
  assert.equal(isOver, false);
  resolve();
  await over;

  const stuck = createEventTeller(log, { registered: () => new Promise(() => {}) }, 1);
  stuck.tell(REGISTERED);
  await stuck.settled();
});
