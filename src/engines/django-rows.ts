import type { SessionContents } from "../sessions/session-contents.ts";
import type { LoadedSession, RefusedToken } from "../sessions/session-engine.ts";
import { createSignedJson, type SignedJson } from "../signing/signed-json.ts";
import type { Secret } from "../signing/signer.ts";
import { fromDjangoPayload, toDjangoPayload } from "./django-payload.ts";

/** The class name of Django's engine `db` is part of it. */
export const DJANGO_ROW_PURPOSE = "django.contrib.sessions.SessionStore";

/** What a row may hold, in characters of JSON: the column has no limit, and memory has. */
const LARGEST_ROW = 4 * 1024 * 1024;

/** The text that Django's engine `db` keeps in the column `session_data`. */
export interface DjangoRows {
  readonly json: SignedJson;
  /** @param key of the row, which a session of Django's making is known by */
  read(key: string, text: string): LoadedSession | RefusedToken;
  /** Throws `session.too-large` for what would not be read again. */
  write(contents: SessionContents): string;
}

export const djangoRows = (secrets: readonly Secret[]): DjangoRows => {
  const json = createSignedJson(secrets, DJANGO_ROW_PURPOSE, LARGEST_ROW);
  return {
    json,
    read(key, text) {
      const unsigned = json.unsign(text);
      if ("refused" in unsigned) return unsigned;
      const found = fromDjangoPayload(unsigned.value, unsigned.signedAt, key);
      return found ? { ...found, isOutdated: unsigned.secretIndex > 0 } : MALFORMED;
    },
    write: (contents) => json.sign(toDjangoPayload(contents), contents.savedAt / 1_000),
  };
};

const MALFORMED: RefusedToken = { refused: "bad-payload" };
