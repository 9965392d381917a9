export type { EngineFactory, EngineNeeds } from "./engines/engine-needs.ts";
export type { Shelf, ShelfChange, StoredSession } from "./engines/shelf.ts";
export { shelvedSessions } from "./engines/shelved-sessions.ts";
export { CountersignError } from "./errors/countersign-error.ts";
export type {
  InspectableEngine,
  Inspected,
  TokenPart,
  TokenPartKind,
  TokenPayload,
} from "./sessions/inspectable-engine.ts";
export type { JsonValue } from "./sessions/json-value.ts";
export {
  changeData,
  changeMarks,
  changeStored,
  type SessionChange,
  type StoredContents,
} from "./sessions/session-change.ts";
export type { SessionContents, SessionMarks } from "./sessions/session-contents.ts";
export type {
  BoundedEngine,
  KeptSession,
  LoadedSession,
  OpenableEngine,
  RefusedToken,
  SessionEngine,
  SessionSaving,
  SweepableEngine,
} from "./sessions/session-engine.ts";
