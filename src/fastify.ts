export { accountPages, requireUser, sessions } from "./adapters/fastify.ts";
