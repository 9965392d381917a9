export { accountPages, type Middleware, requireUser, sessions } from "./adapters/express.ts";
