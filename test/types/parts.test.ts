import assert from "node:assert/strict";
import { test } from "node:test";
import { countersign, type EngineFactory, type SessionEngine } from "countersign";
import { signedCookie } from "countersign/engines/signed-cookie";
import { sessions } from "countersign/hono";
import { sessionsOnly } from "countersign/sessions";

// What a caller may put together, and what not; held by `tsc` as in session.test.ts.

const settings = { origin: "https://app.example.org", secrets: ["x"], database: "sqlite:x.db" };

export const mustCompile = (own: EngineFactory, engine: SessionEngine): void => {
  countersign({ ...settings, engine: signedCookie(), age: "14d", idle: "30m" });
  countersign({ ...settings, engine: own });
  countersign({ ...settings, engine: () => engine });
  const cs = countersign(settings);
  sessions(cs);
  sessions(sessionsOnly({ secrets: ["x"], engine: own }));
};

export const mustNotCompile = (engine: SessionEngine): void => {
  // @ts-expect-error the secrets are not optional
  countersign({ origin: settings.origin, database: settings.database });
  // @ts-expect-error one secret is a list of one
  countersign({ ...settings, secrets: "x" });
  // @ts-expect-error a setting that is misspelt
  countersign({ ...settings, engin: signedCookie() });
  // @ts-expect-error an engine is handed over to be put together, not put together
  countersign({ ...settings, engine });
  // @ts-expect-error signedCookie, and not its result
  countersign({ ...settings, engine: signedCookie });
  // @ts-expect-error a span has a unit
  countersign({ ...settings, age: "14" });
  // @ts-expect-error a span is no number
  countersign({ ...settings, age: 14 });
  // @ts-expect-error sessions alone have no origin to be told
  sessionsOnly({ secrets: ["x"], origin: settings.origin });
};

test("settings and engines that do not fit do not compile", () => {
  assert.equal(typeof mustCompile, "function");
  assert.equal(typeof mustNotCompile, "function");
});
