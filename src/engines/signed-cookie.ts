import type { RewritableEngine } from "../sessions/inspectable-engine.ts";
import type { SessionContents } from "../sessions/session-contents.ts";
import type { BoundedEngine, LoadedSession, RefusedToken } from "../sessions/session-engine.ts";
import { createSignedJson } from "../signing/signed-json.ts";
import { fromPayload, toPayload } from "./cookie-payload.ts";
import type { EngineNeeds } from "./engine-needs.ts";
import { inspectSignedToken, rewriteSignedToken } from "./inspect-signed-token.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

/** Our own: a text signed for this is refused for everything else, and the other way round. */
export const SESSION_PURPOSE = "countersign.sessions.signed-cookie";

/**
 * The default engine: the cookie carries the data itself, readable by its owner and signed by us, in
 * Django's construction. Nothing is stored, so nothing can be looked up, lost or left over; that it can be
 * ended all the same is the register's doing.
 */
export const signedCookie =
  () =>
  ({ secrets }: Pick<EngineNeeds, "secrets">): BoundedEngine & RewritableEngine => {
    const json = createSignedJson(secrets, SESSION_PURPOSE);
    const verified = createVerifiedTokens();
    const sign = (contents: SessionContents): string =>
      json.sign(toPayload(contents), contents.savedAt / 1_000);

    return {
      name: "signed-cookie",
      isSynchronous: true,
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
      save: ({ contents }) => sign(contents),
      weigh: (contents) => sign(contents).length,
      drop: () => {},
      inspect: (token) => inspectSignedToken(token, json),
      rewrite: rewriteSignedToken,
    };
  };

const MALFORMED: RefusedToken = { refused: "bad-payload" };
