import { randomBytes } from "node:crypto";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { noChange, type SessionChange } from "../../src/sessions/session-change.ts";
import type { KeptSession, SessionEngine } from "../../src/sessions/session-engine.ts";

// What requests do to an engine on the server, without the door.

export const DAY = 86_400_000;

/** On the clock of the system, in milliseconds. */
const soon = (): number => Date.now() + DAY;

export const newId = (): string => randomBytes(16).toString("base64url");

interface Placing {
  readonly id: string;
  readonly expiresAt: number;
  readonly savedAt: number;
}

/** Keeps a new session of that data. */
export const keepNew = async (
  engine: SessionEngine,
  data: Readonly<Record<string, JsonValue>> = {},
  { id = newId(), expiresAt = soon() }: Partial<Placing> = {},
): Promise<KeptSession> => {
  const contents = { id, data: new Map(Object.entries(data)), marks: {}, savedAt: Date.now() };
  const token = await engine.save({ contents, change: noChange(), kept: undefined, expiresAt });
  return { id, token: token ?? "" };
};

/** Changes it, under another id if one is given; its token, or undefined if it was gone. */
export const changeKept = async (
  engine: SessionEngine,
  kept: KeptSession,
  change: Partial<SessionChange>,
  { id = kept.id, expiresAt = soon(), savedAt = Date.now() }: Partial<Placing> = {},
): Promise<string | undefined> => {
  const contents = { id, data: new Map(), marks: {}, savedAt };
  return engine.save({ contents, change: { ...noChange(), ...change }, kept, expiresAt });
};

export const set = (key: string, value: JsonValue): Partial<SessionChange> => ({
  set: new Map([[key, value]]),
});

export const add = (key: string, by: number): Partial<SessionChange> => ({
  added: new Map([[key, by]]),
});

/** What its token opens; undefined if that is nothing. */
export const dataOf = async (
  engine: SessionEngine,
  { token }: Pick<KeptSession, "token">,
): Promise<Record<string, JsonValue> | undefined> => {
  const loaded = await engine.load(token);
  return "refused" in loaded ? undefined : Object.fromEntries(loaded.contents.data);
};
