import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { currentUser } from "../../src/account/current-user.ts";
import type { Parts } from "../../src/account/parts.ts";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { openSession } from "../../src/sessions/open-session.ts";
import { tieTo } from "../../src/sessions/secure-login.ts";
import { type Session, stateOf } from "../../src/sessions/session.ts";
import { djangoCases, isRaised, sortCases } from "../vectors/django-cases.ts";
import {
  type DjangoDoor,
  djangoCookie,
  djangoDoor,
  logInHere,
  payloadAfter,
  withoutOurs,
} from "./django-door.ts";

// Django's acts on a session, and ours on the cookie that holds the same.

type Payload = Record<string, JsonValue>;

interface In {
  readonly secret: string;
  readonly fallbacks?: readonly string[];
  readonly now: number;
  readonly users: readonly {
    readonly pk: number;
    readonly password: string;
    readonly is_active?: boolean;
  }[];
  readonly session: Payload;
  readonly user?: number;
  readonly new_password?: string;
}

interface Out {
  readonly json: string;
  readonly calls: readonly string[];
  readonly user?: number | null;
}

interface Scene {
  readonly door: DjangoDoor;
  readonly session: Session;
  readonly refusals: readonly string[];
}

/** A door in the case's state, and a request that carries its session in Django's own cookie. */
const sceneOf = async (t: TestContext, input: In): Promise<Scene> => {
  const door = await djangoDoor(t, {
    secrets: [input.secret, ...(input.fallbacks ?? [])],
    now: input.now * 1_000,
    users: input.users.map(({ pk, password, is_active }) => ({
      id: pk,
      username: `user${pk}`,
      password,
      is_active: is_active ?? true,
    })),
  });
  const refusals: string[] = [];
  const cookie = djangoCookie(input.session, input.now, input.secret);
  const session = await openSession(
    door,
    `sessionid=${cookie}`,
    () => ({ userAgent: undefined, address: undefined }),
    (reason) => refusals.push(reason),
  );
  return { door, session, refusals };
};

const hashOf = ({ users }: In, id: number): string =>
  users.find(({ pk }) => pk === id)?.password ?? "";

const RAISED = "a user who can be none";
const BACKEND = "a backend that the other site does not have";
const GONE = "a user who is gone or disabled";

const { same, otherwise, counts } = sortCases(djangoCases<In, Out>("auth", "auth.get_user"), {
  [RAISED]: ({ out }) => isRaised(out),
  [BACKEND]: ({ tags }) => tags.includes("unknown-backend"),
  [GONE]: ({ tags }) => tags.includes("unknown-user") || tags.includes("inactive"),
});

/** Who is found, and what is left of the session after the answer. */
const look = async (t: TestContext, input: In) => {
  const { door, session } = await sceneOf(t, input);
  const user = await currentUser({ accounts: door.accounts } as Parts, session);
  const after = (await payloadAfter(session, input.secret)) ?? input.session;
  return { userId: user?.id ?? null, left: withoutOurs(after) };
};

test("finds the user whom Django finds, and leaves the session as Django does", async (t) => {
  for (const { id, in: input, out } of same) {
    const { userId, left } = await look(t, input);
    assert.deepEqual([userId, left], [out.user, JSON.parse(out.json)], id);
  }
  assert.deepEqual(Object.values(counts), [51, 3, 3, 6]);
});

test("a user who can be none is nobody, where Django fails", async (t) => {
  for (const { id, in: input } of otherwise[RAISED] ?? []) {
    assert.equal((await look(t, input)).userId, null, id);
  }
});

test("a login by any backend is believed, where Django asks its settings", async (t) => {
  for (const { id, in: input, out } of otherwise[BACKEND] ?? []) {
    const { userId } = await look(t, input);
    assert.deepEqual([userId, out.user], [Number(input.session["_auth_user_id"]), null], id);
  }
});

test("the session of a user who is gone or disabled is emptied, where Django keeps its data", async (t) => {
  for (const { id, in: input, out } of otherwise[GONE] ?? []) {
    assert.deepEqual(await look(t, input), { userId: null, left: {} }, id);
    assert.deepEqual(JSON.parse(out.json), input.session, id);
  }
});

test("leaves after a login what Django leaves, under a new id each time", async (t) => {
  for (const { id, in: input, out } of djangoCases<In, Out>("auth", "auth.login")) {
    const { door, session } = await sceneOf(t, input);
    const before = session.id;
    await logInHere(door, session, input.user!, hashOf(input, input.user!));
    assert.notEqual(session.id, before, id);
    const after = withoutOurs((await payloadAfter(session, input.secret)) ?? {});
    assert.deepEqual(after, JSON.parse(out.json), id);
  }
});

test("leaves nothing after a logout, as Django does", async (t) => {
  for (const { id, in: input, out } of djangoCases<In, Out>("auth", "auth.logout")) {
    const { session } = await sceneOf(t, input);
    session.flush();
    assert.deepEqual(await payloadAfter(session, input.secret), JSON.parse(out.json), id);
  }
});

test("stays logged in over a change of password that this session made, as Django does", async (t) => {
  for (const { id, in: input, out } of djangoCases<In, Out>("auth", "auth.update_hash")) {
    const { door, session } = await sceneOf(t, input);
    const next = input.new_password!;
    assert.equal(session.get("user_id"), input.user);
    await door.accounts.replacePassword(input.user!, hashOf(input, input.user!), next);
    tieTo(stateOf(session), next);
    session.cycle();
    const after = (await payloadAfter(session, input.secret)) ?? {};
    assert.deepEqual(withoutOurs(after), JSON.parse(out.json), id);
    assert.equal(await currentUserId(door, after, input), input.user, id);
  }
});

/** Who is logged in with these contents. */
const currentUserId = async (door: DjangoDoor, payload: Payload, { secret, now }: In) => {
  const cookie = djangoCookie(payload, now, secret);
  const session = await openSession(
    door,
    `sessionid=${cookie}`,
    () => ({ userAgent: undefined, address: undefined }),
    () => {},
  );
  return (await currentUser({ accounts: door.accounts } as Parts, session))?.id;
};
