import type { JsonValue } from "../sessions/json-value.ts";
import type { SessionContents, SessionMarks } from "../sessions/session-contents.ts";
import type { BoundedEngine, LoadedSession, RefusedToken } from "../sessions/session-engine.ts";
import { createSignedJson } from "../signing/signed-json.ts";
import type { Secret } from "../signing/signer.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

/** Our own: a text signed for this is refused for everything else, and the other way round. */
export const SESSION_PURPOSE = "countersign.sessions.signed-cookie";

export interface EngineNeeds {
  /** Newest first: the first signs, all verify. */
  readonly secrets: readonly Secret[];
}

/**
 * The default engine: the cookie carries the data itself, readable by its owner and signed by us, in
 * Django's construction. Nothing is stored, so nothing can be looked up, lost or left over; that it can be
 * ended all the same is the register's doing.
 */
export const signedCookie =
  () =>
  ({ secrets }: EngineNeeds): BoundedEngine => {
    const json = createSignedJson(secrets, SESSION_PURPOSE);
    const verified = createVerifiedTokens();
    const save = (contents: SessionContents): string =>
      json.sign(toPayload(contents), contents.savedAt / 1_000);

    return {
      name: "signed-cookie",
      load(token) {
        const known = verified.get(token);
        if (known) return known;
        const unsigned = json.unsign(token);
        if ("refused" in unsigned) return unsigned;
        const contents = fromPayload(unsigned.value, unsigned.signedAt);
        if (!contents) return MALFORMED;
        const loaded: LoadedSession = { contents, isOutdated: unsigned.secretIndex > 0 };
        verified.set(token, loaded);
        return loaded;
      },
      save,
      weigh: (contents) => save(contents).length,
      drop: () => {},
    };
  };

const MALFORMED: RefusedToken = { refused: "bad-payload" };

type Payload = Record<string, JsonValue>;

const toPayload = ({ id, data, marks }: SessionContents): Payload => ({
  ...Object.fromEntries(data),
  ...(marks.epoch === undefined ? {} : { _epoch: marks.epoch }),
  ...(marks.login === undefined ? {} : { _login: marks.login }),
  ...(marks.used === undefined ? {} : { _used: marks.used }),
  ...(marks.expiry === undefined ? {} : { _session_expiry: marks.expiry }),
  _sid: id,
});

/** Ours are signed, but a secret may sign other things too: nothing is believed for its signature alone. */
const fromPayload = (value: unknown, signedAt: number): SessionContents | undefined => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { _sid, _epoch, _login, _used, _session_expiry, ...data } = value as Payload;
  const marks = { epoch: _epoch, login: _login, used: _used, expiry: _session_expiry };
  if (typeof _sid !== "string" || _sid === "" || !areMarks(marks)) return undefined;
  if ("user_id" in data && !isLogin(data["user_id"], marks)) return undefined;
  return { id: _sid, data: new Map(Object.entries(data)), marks, savedAt: signedAt * 1_000 };
};

const areMarks = (marks: { [Mark in keyof SessionMarks]: unknown }): marks is SessionMarks =>
  [marks.epoch, marks.login, marks.used].every((mark) => mark === undefined || isWhole(mark)) &&
  (marks.expiry === undefined || typeof marks.expiry === "string" || isWhole(marks.expiry));

const isLogin = (userId: unknown, { epoch, login }: SessionMarks): boolean =>
  isWhole(userId) && epoch !== undefined && login !== undefined;

const isWhole = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
