import type { Database } from "../database/database.ts";
import type { SweepableEngine } from "../sessions/session-engine.ts";
import { databaseShelf, sweepShelf } from "./database-shelf.ts";
import { djangoSessions } from "./django-sessions.ts";
import type { EngineNeeds, EngineTraits } from "./engine-needs.ts";
import { needDatabase } from "./need-database.ts";
import { shelvedSessions } from "./shelved-sessions.ts";

export interface DatabaseOptions {
  /** Shares the table of Django's engine `db`; needs `users: djangoUsers()`. */
  readonly django?: boolean;
}

type Needs = Pick<EngineNeeds, "database" | "secrets" | "clock">;

export interface DatabaseFactory extends EngineTraits {
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
    ? Object.assign((needs: Needs) => sharedSessions(needs), { ...IN_DATABASE, ...IN_DJANGO })
    : Object.assign((needs: Needs) => ownSessions(needs), IN_DATABASE);

const IN_DATABASE = { needsDatabase: true } as const;
const IN_DJANGO = { dialect: "django" } as const;

const ownSessions = ({ database }: Pick<Needs, "database">): SweepableEngine =>
  storedSessions(needDatabase("database", database));

const sharedSessions = ({ database, secrets, clock }: Needs): SweepableEngine =>
  djangoSessions(needDatabase("database", database), secrets, clock);

const storedSessions = (database: Database): SweepableEngine => ({
  name: "database",
  isSynchronous: database.isSynchronous,
  ...shelvedSessions(databaseShelf(database)),
  sweep: sweepShelf(database),
});
