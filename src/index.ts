export type { Log } from "./account/log.ts";
export { countersign } from "./assembly/countersign.ts";
export type { Settings } from "./assembly/settings.ts";
export type { EngineFactory, EngineNeeds } from "./engines/engine-needs.ts";
export { CountersignError, isCountersignError } from "./errors/countersign-error.ts";
export type { ErrorCode } from "./errors/error-code.ts";
export type { FieldCode, FieldError, Problem, ProblemCode } from "./errors/problem.ts";
export type { HashTask, HashThreads, PasswordHasher } from "./passwords/password-hasher.ts";
export type { Countersign } from "./routes/countersign.ts";
export type { JsonValue } from "./sessions/json-value.ts";
export type { BondJudgement, PasswordBond } from "./sessions/password-bond.ts";
export type { Register, RegisterEntry, Standing } from "./sessions/register.ts";
export type { Session } from "./sessions/session.ts";
export type { SessionChange } from "./sessions/session-change.ts";
export type { SessionContents, SessionMarks } from "./sessions/session-contents.ts";
export type { SessionData } from "./sessions/session-data.ts";
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
export type { ForeignUsers } from "./stores/foreign-users.ts";
export type { Clock } from "./time/clock.ts";
export type { Duration } from "./time/duration.ts";
export type { User, UserJson } from "./users/user.ts";
