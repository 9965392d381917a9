export { accountPages, requireUser, sessions } from "./adapters/fastify.ts";
export type { Session, SessionData } from "./index.ts";
