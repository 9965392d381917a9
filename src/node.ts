export {
  accountPages,
  requireUser,
  type SessionOptions,
  type SessionRequest,
  sessions,
  type UserIdRequest,
  type UserRequest,
} from "./adapters/node.ts";
export type { Session, SessionData } from "./index.ts";
