export {
  type Around,
  accountPages,
  type PagesOptions,
  requireUser,
  sessions,
  type UserIdVisit,
  type UserVisit,
} from "./adapters/fetch.ts";
export type { FetchOptions, SessionVisit } from "./adapters/fetch-visit.ts";
export type { Session, SessionData } from "./index.ts";
