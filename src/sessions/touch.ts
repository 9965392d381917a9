import { CountersignError } from "../errors/countersign-error.ts";
import type { JsonValue } from "./json-value.ts";
import { FROM_THE_FUTURE, isExpired, isFromFuture } from "./life-time.ts";
import { isStanding, type Standing } from "./register.ts";
import type { LoadedSession, RefusedToken } from "./session-engine.ts";
import { forget, type SessionState, userIdOf } from "./session-state.ts";

/** Takes in what the engine found, unless its time is over. */
export const receive = (state: SessionState, found: LoadedSession | RefusedToken): void => {
  state.phase = "open";
  state.sentId = "refused" in found ? found.id : found.contents.id;
  const refused = refusal(state, found);
  if (refused !== undefined) {
    state.noteRefusal(refused);
    return;
  }
  const { contents, isOutdated, isForeign = false } = found as LoadedSession;
  state.id = contents.id;
  state.data = contents.data;
  state.marks = contents.marks;
  state.savedAt = contents.savedAt;
  state.isOutdated = isOutdated;
  state.isForeign = isForeign;
  state.kept = { id: contents.id, token: state.token! };
  if (contents.data.has("user_id")) state.phase = "loaded";
};

const refusal = (
  { door }: SessionState,
  found: LoadedSession | RefusedToken,
): string | undefined => {
  if ("refused" in found) return found.refused;
  const now = door.clock();
  if (isFromFuture(found.contents, now)) return FROM_THE_FUTURE;
  return isExpired(door.lifeTime, found.contents, now) ? "expired" : undefined;
};

/** Keeps a session that names a user only if the register still stands by it. */
export const admit = (state: SessionState, standing: Standing): void => {
  state.phase = "open";
  const refused = standingRefusal(state, standing);
  if (refused === undefined) {
    state.door.seen.note(state.id!, standing.lastSeenAt);
    return;
  }
  state.noteRefusal(refused);
  forget(state);
};

const standingRefusal = (state: SessionState, standing: Standing): string | undefined => {
  if (!isStanding(standing, state)) return "ended";
  const tie = state.door.bond?.judge(state.data, standing.password) ?? "holds";
  if (tie === "outdated") state.isOutdated = true;
  return tie === "broken" ? "password changed" : undefined;
};

/** Reads the cookie, on the first touch, without asking the register. */
export const load = (state: SessionState): void => {
  if (state.phase !== "waiting" || state.token === undefined) return;
  receive(state, atOnce(state.door.engine.load(state.token)));
};

/** Everything that a first touch does. */
export const open = (state: SessionState): void => {
  load(state);
  if (state.phase !== "loaded") return;
  admit(state, atOnce(state.door.register.standing(state.id!, userIdOf(state)!)));
};

/**
 * Only a door whose parts answer at once leaves a session waiting. One that is busy for a moment may
 * promise an answer all the same, and a dictionary cannot wait for it.
 */
const atOnce = <Answer>(answer: Answer | Promise<Answer>): Answer => {
  if (!(answer instanceof Promise)) return answer;
  // Nobody is there any more to hear of its failure.
  answer.catch(() => {});
  throw new CountersignError("storage.unavailable", "The storage is busy.");
};

export const read = (state: SessionState): ReadonlyMap<string, JsonValue> => {
  state.accessed = true;
  open(state);
  return state.data;
};

/** Says that it is being written. Throws `session.too-late` once the head of the answer has gone. */
export const write = (state: SessionState): void => {
  if (state.isClosed) {
    throw new CountersignError(
      "session.too-late",
      "The session was written after the head of the answer had gone. Write to it before the first byte of the body.",
    );
  }
  state.modified = true;
  read(state);
};
