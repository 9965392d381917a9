import type { IncomingMessage, ServerResponse } from "node:http";
import type { Countersign } from "../routes/countersign.ts";
import type { RequireUserOptions } from "../routes/required-user.ts";
import type { SessionsOnly } from "../routes/sessions-only.ts";
import type { Session } from "../sessions/session.ts";
import type { User } from "../users/user.ts";
import {
  accountPages as nodeAccountPages,
  sessions as nodeSessions,
  requireUserLayer,
  type SessionOptions,
} from "./node.ts";
import type { Next } from "./node-layer.ts";

declare global {
  namespace Express {
    interface Request {
      /** From `sessions(cs)` on. */
      session: Session;
      /** From `sessions(cs)` on. */
      requestId: string;
      /** Behind `requireUser(cs)`. */
      user: User;
      /** Behind `requireUser(cs)`, and all there is of the user behind `requireUser(cs, { load: false })`. */
      userId: number;
    }
  }
}

/** Middleware of Express 5, and of everything else that is built on Connect's. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: Next) => void;

/**
 * Opens the session before the handlers and saves it before the head of the answer leaves:
 * `req.session`. A request without our cookie costs nothing. With it the session is read at its first
 * touch (on cookies, SQLite, `file` and `memory`), or before the handlers (`cache` and `layered`).
 */
export const sessions = (cs: SessionsOnly): Middleware => nodeSessions(cs, BY_EXPRESS);

/**
 * Our pages and their JSON twins, at `cs.path`: `app.use(accountPages(cs))`, also below a prefix or in
 * a router of their own. What is not ours is left to the host's own routes. Behind a parser of
 * bodies the forms are read from `req.body`.
 */
export const accountPages = (cs: Countersign): Middleware => nodeAccountPages(cs, BY_EXPRESS);

/**
 * Lets only logged-in users through, who are then `req.user`. Anybody else is sent to the login page
 * and back again, or told 401 in JSON.
 *
 * With `{ load: false }` the user is not read: `req.userId` is all that is known of them. What was ended
 * (a logout, a disabled or deleted user) is refused at once on SQLite, by one read by key; on PostgreSQL
 * from memory, within one second, whatever happens to the connection that feeds it.
 */
export const requireUser = (cs: Countersign, options: RequireUserOptions = {}): Middleware =>
  requireUserLayer(cs, options);

/** Express' setting `trust proxy` says whose word counts. */
const BY_EXPRESS: SessionOptions = { address: (req) => (req as { ip?: string }).ip };
