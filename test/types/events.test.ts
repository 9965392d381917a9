import assert from "node:assert/strict";
import { test } from "node:test";
import { type AccountEvent, countersign, type EventHooks, type EventOf } from "countersign";

// What hooks are told, and what not; held by `tsc` as in session.test.ts.

const settings = { origin: "https://app.example.org", secrets: ["x"], database: "sqlite:x.db" };
const takes = (_id: number): void => {};

export const mustCompile = (event: AccountEvent): string => {
  countersign({ ...settings, on: {} });
  const on: EventHooks = {
    registered: ({ userId }) => takes(userId),
    loggedIn: async (each) => takes(each.userId),
    loginFailed: ({ reason, userId }) => console.warn(reason, userId?.toFixed()),
    sessionsEnded: ({ ended }) => takes(ended),
    accountDeleted: ({ username, at, address, requestId }) =>
      [username, address, requestId].map((text) => text?.trim() ?? takes(at)),
  };
  countersign({ ...settings, on });
  const failed = (each: EventOf<"loginFailed">): string => each.reason;
  return event.name === "loginFailed" ? failed(event) : event.actor;
};

export const mustNotCompile = (event: AccountEvent): void => {
  // @ts-expect-error there is no such event
  countersign({ ...settings, on: { logedIn() {} } });
  // @ts-expect-error nobody may be meant by a login that failed
  countersign({ ...settings, on: { loginFailed: ({ userId }) => takes(userId) } });
  // @ts-expect-error no event has a password
  countersign({ ...settings, on: { passwordChanged: ({ password }) => password } });
  // @ts-expect-error nor a token
  countersign({ ...settings, on: { loggedIn: ({ token }) => token } });
  // @ts-expect-error what happened is not changed
  event.userId = 7;
  // @ts-expect-error only a login that failed has a reason
  event.reason.trim();
};

test("hooks that do not fit their event do not compile", () => {
  assert.equal(typeof mustCompile, "function");
  assert.equal(typeof mustNotCompile, "function");
});
