import type { JsonValue } from "./json-value.ts";
import { changeOf, mark, type SessionState } from "./session-state.ts";

// Each write is done twice: here, for whoever reads it later in this request, and in the change,
// for an engine that applies it to what others have stored meanwhile.

export const putKey = (state: SessionState, key: string, value: JsonValue): void => {
  ownData(state).set(key, value);
  const { set, deleted, added } = changeOf(state);
  set.set(key, value);
  deleted.delete(key);
  added.delete(key);
};

export const deleteKey = (state: SessionState, key: string): void => {
  ownData(state).delete(key);
  const { set, deleted, added } = changeOf(state);
  deleted.add(key);
  set.delete(key);
  added.delete(key);
};

/** Adds to a number, and gives the sum as this request sees it. */
export const addToKey = (state: SessionState, key: string, by: number): number => {
  const { set, deleted, added, isCleared } = changeOf(state);
  const before = state.data.get(key);
  const sum = (typeof before === "number" ? before : 0) + by;
  // After a write of our own it counts from that, whatever others have stored.
  if (set.has(key) || deleted.has(key) || isCleared) putKey(state, key, sum);
  else {
    ownData(state).set(key, sum);
    added.set(key, (added.get(key) ?? 0) + by);
  }
  return sum;
};

export const clearData = (state: SessionState): void => {
  ownData(state).clear();
  const change = changeOf(state);
  change.isCleared = true;
  change.set.clear();
  change.deleted.clear();
  change.added.clear();
  mark(state, { epoch: undefined, login: undefined, used: undefined, expiry: undefined });
};

/** An engine may have handed the same map to other requests: copied once, before the first write. */
export const ownData = (state: SessionState): Map<string, JsonValue> => {
  if (!state.isOwnCopy) state.data = new Map(state.data);
  state.isOwnCopy = true;
  return state.data as Map<string, JsonValue>;
};
