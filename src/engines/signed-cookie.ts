import type { RewritableEngine } from "../sessions/inspectable-engine.ts";
import type { SessionContents } from "../sessions/session-contents.ts";
import type { BoundedEngine, LoadedSession, RefusedToken } from "../sessions/session-engine.ts";
import { createSignedJson, LARGEST_PAYLOAD } from "../signing/signed-json.ts";
import { fromPayload, type Payload, toPayload } from "./cookie-payload.ts";
import { fromDjangoPayload, toDjangoPayload, withProof } from "./django-payload.ts";
import type { EngineNeeds, EngineTraits } from "./engine-needs.ts";
import { inspectSignedToken, rewriteSignedToken } from "./inspect-signed-token.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

/** Our own: a text signed for this is refused for everything else, and the other way round. */
export const SESSION_PURPOSE = "countersign.sessions.signed-cookie";

/** That of Django's engine `signed_cookies`. */
export const DJANGO_PURPOSE = "django.contrib.sessions.backends.signed_cookies";

export interface SignedCookieOptions {
  /** Shares the cookies of Django's engine `signed_cookies`; needs `users: djangoUsers()`. */
  readonly django?: boolean;
}

export interface SignedCookieFactory extends EngineTraits {
  (needs: Pick<EngineNeeds, "secrets">): BoundedEngine & RewritableEngine;
}

/**
 * The default engine: the cookie carries the data itself, readable by its owner and signed by us, in
 * Django's construction. Nothing is stored, so nothing can be looked up, lost or left over; that it can be
 * ended all the same is the register's doing.
 */
export const signedCookie = ({ django = false }: SignedCookieOptions = {}): SignedCookieFactory =>
  django ? Object.assign(signedAs(DJANGO), { dialect: "django" } as const) : signedAs(OURS);

/** What stands in the cookie, and for which purpose it is signed. */
interface Format {
  readonly purpose: string;
  /** Shorter payloads are not deflated. */
  readonly deflateFrom: number;
  write(contents: SessionContents): Payload;
  read(
    value: unknown,
    signedAt: number,
    token: string,
  ): Omit<LoadedSession, "isOutdated"> | undefined;
  /** With everything that a login adds to it. */
  fullest(contents: SessionContents): SessionContents;
}

const OURS: Format = {
  purpose: SESSION_PURPOSE,
  // Of a short payload it saves next to nothing, and costs more than everything else about a session.
  deflateFrom: 512,
  write: toPayload,
  read(value, signedAt) {
    const contents = fromPayload(value, signedAt);
    return contents && { contents };
  },
  fullest: (contents) => contents,
};

const DJANGO: Format = {
  purpose: DJANGO_PURPOSE,
  deflateFrom: 0,
  write: toDjangoPayload,
  read: fromDjangoPayload,
  fullest: withProof,
};

const signedAs =
  ({ purpose, deflateFrom, write, read, fullest }: Format) =>
  ({ secrets }: Pick<EngineNeeds, "secrets">): BoundedEngine & RewritableEngine => {
    const json = createSignedJson(secrets, purpose, LARGEST_PAYLOAD, deflateFrom);
    const verified = createVerifiedTokens();
    const sign = (contents: SessionContents): string =>
      json.sign(write(contents), contents.savedAt / 1_000);

    return {
      name: "signed-cookie",
      isSynchronous: true,
      load(token) {
        const known = verified.get(token);
        if (known) return known;
        const unsigned = json.unsign(token);
        if ("refused" in unsigned) return unsigned;
        const found = read(unsigned.value, unsigned.signedAt, token);
        if (!found) return MALFORMED;
        const loaded: LoadedSession = { ...found, isOutdated: unsigned.secretIndex > 0 };
        verified.set(token, loaded);
        return loaded;
      },
      save: ({ contents }) => sign(contents),
      weigh: (contents) => sign(fullest(contents)).length,
      drop: () => {},
      inspect: (token) => inspectSignedToken(token, json),
      rewrite: (token, payload) => rewriteSignedToken(token, payload, deflateFrom),
    };
  };

const MALFORMED: RefusedToken = { refused: "bad-payload" };
