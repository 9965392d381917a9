import type { Database } from "../database/database.ts";
import { deleteExpired } from "../database/delete-expired.ts";
import { djangoMoment, fromDjangoMoment } from "../database/django-moment.ts";
import { requireDjangoTable } from "../database/require-django-table.ts";
import { type InspectableEngine, uncut } from "../sessions/inspectable-engine.ts";
import type { JsonValue } from "../sessions/json-value.ts";
import { changeStored } from "../sessions/session-change.ts";
import type {
  OpenableEngine,
  RefusedToken,
  SessionSaving,
  SweepableEngine,
} from "../sessions/session-engine.ts";
import type { Secret } from "../signing/signer.ts";
import type { Clock } from "../time/clock.ts";
import { type DjangoRows, djangoRows } from "./django-rows.ts";
import { isSessionKey, newSessionKey } from "./django-session-key.ts";
import { inspectSignedToken } from "./inspect-signed-token.ts";

/**
 * Sessions in the table `django_session`, as Django's engine `db` keeps them: the cookie carries the
 * key of the row, and the row the data, signed. Who may still be logged in is the register's to say,
 * by the `_sid` inside.
 */
export const djangoSessions = (
  database: Database,
  secrets: readonly Secret[],
  clock: Clock,
): SweepableEngine & OpenableEngine & InspectableEngine => {
  const { kysely, prepare, transact, isSynchronous, dialect } = database;
  let made: DjangoRows | undefined;
  // When first needed: whoever only sweeps has no secret at hand.
  const texts = (): DjangoRows => {
    made ??= djangoRows(secrets);
    return made;
  };
  const rows = kysely.selectFrom("django_session").select("session_data");
  const byKey = prepare<[key: string, now: string], { session_data: string }>(
    rows.where("session_key", "=", "").where("expire_date", ">=", ""),
  );

  /** Applies a change to what is stored now, in one transaction; false if nothing is. */
  const change = (
    key: string,
    to: string,
    { contents: { id, savedAt }, change, expiresAt }: SessionSaving,
  ): Promise<boolean> =>
    transact(async (transaction) => {
      const row = await transaction
        .selectFrom("django_session")
        .select(["session_data", "expire_date"])
        .where("session_key", "=", key)
        .$if(dialect === "postgres", (query) => query.forUpdate())
        .executeTakeFirst();
      const stored = row && texts().read(key, row.session_data);
      if (!stored || "refused" in stored) return false;
      const { data, marks, savedAt: savedBefore } = stored.contents;
      const before = {
        data,
        marks,
        savedAt: savedBefore,
        expiresAt: fromDjangoMoment(row.expire_date),
      };
      const next = changeStored(before, change, { savedAt, expiresAt });
      await transaction
        .updateTable("django_session")
        .set({
          session_key: to,
          session_data: texts().write({ ...next, id }),
          expire_date: djangoMoment(next.expiresAt),
        })
        .where("session_key", "=", key)
        .execute();
      return true;
    });

  return {
    name: "database",
    isSynchronous,
    open: () => requireDjangoTable(kysely, "django_session"),
    close: async () => {},

    load(token) {
      if (!isSessionKey(token)) return NO_KEY;
      const row = byKey(token, djangoMoment(clock()));
      const opened = (found: { session_data: string } | undefined) =>
        found ? texts().read(token, found.session_data) : UNKNOWN;
      return row instanceof Promise ? row.then(opened) : opened(row);
    },

    async save(saving) {
      const { contents, kept, expiresAt } = saving;
      const key = kept && kept.id === contents.id ? kept.token : newSessionKey();
      if (kept) return (await change(kept.token, key, saving)) ? key : undefined;
      const row = { session_data: texts().write(contents), expire_date: djangoMoment(expiresAt) };
      await kysely
        .insertInto("django_session")
        .values({ session_key: key, ...row })
        .execute();
      return key;
    },

    async inspect(token) {
      const row = isSessionKey(token) ? await byKey(token, djangoMoment(clock())) : undefined;
      if (!row) return uncut(token);
      const { parts, payload, savedAt, sealedBy } = inspectSignedToken(
        row.session_data,
        texts().json,
      );
      return {
        // The cookie is the very key of the row: nothing of it may be shown, here or there.
        parts: [{ kind: "secret", text: token, isConcealed: true }],
        ...(sealedBy !== undefined && { sealedBy }),
        ...(savedAt !== undefined && { savedAt }),
        row: {
          session_data: parts.map((part) => (part.isConcealed ? "…" : part.text)).join(""),
          data: (payload?.value ?? null) as JsonValue,
        },
      };
    },

    async drop({ token }) {
      await kysely.deleteFrom("django_session").where("session_key", "=", token).execute();
    },

    sweep: (now, limit) => deleteExpired(database, ROWS, djangoMoment(now), limit),
  };
};

const NO_KEY: RefusedToken = { refused: "malformed" };
const UNKNOWN: RefusedToken = { refused: "unknown" };

const ROWS = { table: "django_session", key: "session_key", moment: "expire_date" } as const;
