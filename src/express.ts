export { accountPages, type Middleware, requireUser, sessions } from "./adapters/express.ts";
export type { Session, SessionData } from "./index.ts";
