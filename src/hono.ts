export {
  accountPages,
  requireUser,
  type SessionVariables,
  sessions,
  type UserIdVariables,
  type UserVariables,
} from "./adapters/hono.ts";
export type { Session, SessionData } from "./index.ts";
