import type { Database } from "../database/database.ts";
import type { SweepableEngine } from "../sessions/session-engine.ts";
import { databaseShelf } from "./database-shelf.ts";
import { djangoSessions } from "./django-sessions.ts";
import type { Dialect, EngineNeeds } from "./engine-needs.ts";
import { needDatabase } from "./need-database.ts";
import { shelvedSessions } from "./shelved-sessions.ts";
import { sweepSessionRows } from "./sweep-session-rows.ts";

export interface DatabaseOptions {
  /** Shares the table of Django's engine `db`; needs `users: djangoUsers()`. */
  readonly django?: boolean;
}

type Needs = Pick<EngineNeeds, "database" | "secrets" | "clock">;

export interface DatabaseFactory extends Dialect {
  (needs: Needs): SweepableEngine;
}

/**
 * Sessions in the site's database, a row each, read by key: for sessions that are larger than a cookie,
 * or that must not be lost when two requests write at once.
 *
 * Not for a few short values that their owner may read: `signedCookie` keeps those without a row for
 * each visitor.
 */
export const database = ({ django = false }: DatabaseOptions = {}): DatabaseFactory =>
  django
    ? Object.assign((needs: Needs) => sharedSessions(needs), { dialect: "django" } as const)
    : ({ database }) => storedSessions(needDatabase("database", database));

const sharedSessions = ({ database, secrets, clock }: Needs): SweepableEngine =>
  djangoSessions(needDatabase("database", database), secrets, clock);

const storedSessions = (database: Database): SweepableEngine => ({
  name: "database",
  isSynchronous: database.isSynchronous,
  ...shelvedSessions(databaseShelf(database)),
  sweep: (now, limit) => sweepSessionRows(database, now, limit),
});
