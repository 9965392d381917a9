// Over 150 lines because it is one game: its moves, each for a session and for its model, and its rules.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import fc from "fast-check";
import type { JsonValue } from "../../src/sessions/json-value.ts";
import { logInAs } from "../../src/sessions/log-in-as.ts";
import type { Session } from "../../src/sessions/session.ts";
import { type EngineBench, openBench } from "../../src/testing/engine-bench.ts";
import type { OpenRequest, TestBrowser } from "../../src/testing/test-browser.ts";
import type { EngineAtHand } from "./every-engine.ts";
import { ageLeft, isGood, type Kept, RequestModel } from "./session-model.ts";

/** Does the same to an engine's session and to the model of one, in so many ways. */
export const playSessions = async (
  t: TestContext,
  { open, bond, hidesId }: EngineAtHand,
  numRuns: number,
): Promise<void> => {
  const bench = await openBench(t, open, {}, bond);
  await fc.assert(
    fc.asyncProperty(STEPS, (steps) => play(bench, steps, hidesId)),
    { numRuns },
  );
};

/** Does one thing to a session, and to its model. */
interface Act {
  /** What it is called where a game is told that went wrong. */
  readonly [fc.toStringMethod]: () => string;
  readonly real: (session: Session) => unknown;
  readonly model: (model: RequestModel, now: number) => void;
}

type Move =
  | Act
  /** Whoever kept a copy of a cookie comes with it. */
  | { readonly name: "replay"; readonly place: number }
  | { readonly name: "answer"; readonly status: number }
  | { readonly name: "wait"; readonly seconds: number }
  | { readonly name: "sweep" };

/** Which of two requests at once does what. */
type Step = readonly [who: 0 | 1, move: Move];

const KEY = fc.constantFrom("a", "b", "2", "constructor", "é\0", "\ud800");
const VALUE = fc.constantFrom<JsonValue>(
  1,
  0.5,
  null,
  "",
  "\udc00",
  [{ x: [true] }],
  JSON.parse('{"__proto__":1}'),
);
/** Their sums are the same in whichever order. */
const BY = fc.constantFrom(1, -2, 0.5, 2 ** 40);
const DAY = 86_400;

const set = (key: string, value: JsonValue): Act => ({
  [fc.toStringMethod]: () => `set ${JSON.stringify([key, value])}`,
  real: (session) => session.set<string>(key, value),
  model: (model) => model.set(key, value),
});

const remove = (how: "delete" | "pop", key: string): Act => ({
  [fc.toStringMethod]: () => `${how} ${JSON.stringify(key)}`,
  real: (session) => (how === "pop" ? session.pop<string>(key) : session.delete(key)),
  model: (model) => model.delete(key),
});

const increment = (key: string, by: number): Act => ({
  [fc.toStringMethod]: () => `increment ${JSON.stringify(key)} by ${by}`,
  real(session) {
    const add = () => session.increment<string>(key, by);
    if (typeof session.get<string, number>(key, 0) === "number") add();
    else assert.throws(add, TypeError);
  },
  model: (model) => model.increment(key, by),
});

const expire = (expiry: number | undefined): Act => ({
  [fc.toStringMethod]: () => `expire ${expiry}`,
  real: (session) => session.setExpiry(expiry === 0 ? "browser" : expiry),
  model: (model) => model.setExpiry(expiry),
});

const logIn = (userId: number): Act => ({
  [fc.toStringMethod]: () => `log in ${userId}`,
  real: (session) => logInAs(session, userId),
  model: (model, now) => model.logIn(userId, now),
});

const whole = (how: "clear" | "cycle" | "flush"): Act => ({
  [fc.toStringMethod]: () => how,
  real: (session) => session[how](),
  model: (model) => model[how](),
});

const MOVE: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(KEY, VALUE).map((given) => set(...given)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom("delete" as const, "pop" as const), KEY)
      .map((given) => remove(...given)),
  },
  { weight: 4, arbitrary: fc.tuple(KEY, BY).map((given) => increment(...given)) },
  { weight: 2, arbitrary: fc.constantFrom(1_000, 0, undefined).map(expire) },
  { weight: 2, arbitrary: fc.constantFrom(7, 8).map(logIn) },
  { weight: 3, arbitrary: fc.constantFrom("clear", "cycle", "flush").map(whole) },
  { weight: 2, arbitrary: fc.nat(9).map((place): Move => ({ name: "replay", place })) },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom(200, 200, 200, 303, 404, 500)
      .map((status): Move => ({ name: "answer", status })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1, 30, 999, 14 * DAY, 20 * DAY)
      .map((seconds): Move => ({ name: "wait", seconds })),
  },
  { weight: 1, arbitrary: fc.constant<Move>({ name: "sweep" }) },
);

const STEPS: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.tuple(fc.constantFrom(0 as const, 1 as const), MOVE),
  { minLength: 4, maxLength: 40, size: "max" },
);

interface Playing {
  readonly token: string | undefined;
  readonly request: OpenRequest;
  readonly model: RequestModel;
  readonly browser: TestBrowser;
}

const play = async (
  bench: EngineBench,
  steps: readonly Step[],
  hidesId: boolean | undefined,
): Promise<void> => {
  const kept = new Map<string, Kept>();
  const playing: [Playing | undefined, Playing | undefined] = [undefined, undefined];
  /** Of each process: the tokens in whose place it gave another one, and when. */
  const superseded = [new Map<string, number>(), new Map<string, number>()] as const;
  let jar: string | undefined;
  const now = (): number => bench.hand.read() / 1_000;

  const begin = async (who: 0 | 1, token: string | undefined): Promise<Playing> => {
    const browser = who === 0 ? bench.browser(token) : bench.otherBrowser(token);
    const request = await browser.begin();
    const cookie = token === undefined ? undefined : kept.get(token);
    const model = new RequestModel(bench.isInCookie, cookie, now(), hidesId);
    compare(request.session, model);
    return { token, request, model, browser };
  };

  const answer = async (who: 0 | 1, status: number): Promise<void> => {
    const one = playing[who];
    if (!one) return;
    playing[who] = undefined;
    const { setCookie } = await one.request.answer(status);
    const replacedAt = superseded[who].get(one.token ?? "");
    const isLate = replacedAt !== undefined && now() - replacedAt <= 60;
    const held = one.model.answer(status, now(), isLate);
    if (one.model.supersedes) superseded[who].set(one.token ?? "", now());
    assert.equal(setCookie === undefined, held === "as before", "a cookie is set or not");
    if (held === "as before") return;
    jar = one.browser.token;
    assert.equal(jar === undefined, held === "nothing", "a cookie is kept or goes");
    if (jar !== undefined && held !== "nothing") kept.set(jar, held);
  };

  const step = async (who: 0 | 1, move: Move): Promise<void> => {
    const isBusy = playing.some((one) => one !== undefined);
    if ("real" in move) {
      playing[who] ??= await begin(who, jar);
      const { request, model } = playing[who];
      await move.real(request.session);
      move.model(model, now());
      compare(request.session, model);
    } else if (move.name === "answer") await answer(who, move.status);
    else if (move.name === "wait") bench.hand.advance(isBusy ? 1 : move.seconds);
    else if (move.name === "replay") {
      const tokens = [...kept.keys()];
      playing[who] ??= await begin(who, tokens[move.place % tokens.length]);
    } else if (!isBusy) {
      // What expires under a request may be swept or not, and either is right.
      await bench.sweep();
    }
  };

  for (const [who, move] of steps) await step(who, move);
  await answer(0, 200);
  await answer(1, 200);
  for (const [token, known] of kept) {
    const { request, model } = await begin(1, token);
    compare(request.session, model);
    if (isGood(known, now())) assert.equal(request.session.expiryAge(), ageLeft(known, now()));
  }
};

const compare = (session: Session, { data, userId }: RequestModel): void => {
  const user = userId === undefined ? [] : [["user_id", userId] as const];
  assert.deepEqual(new Map(session), new Map([...data, ...user]));
};
