import type { InspectableEngine } from "../sessions/inspectable-engine.ts";
import type { SessionContents } from "../sessions/session-contents.ts";
import type { BoundedEngine, LoadedSession, RefusedToken } from "../sessions/session-engine.ts";
import { createSealer } from "../signing/sealer.ts";
import { fromPayload, isWhole, toPayload } from "./cookie-payload.ts";
import type { EngineNeeds } from "./engine-needs.ts";
import { inspectSealedToken } from "./inspect-sealed-token.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

export const SEALING_PURPOSE = "countersign.sessions.encrypted-cookie";

/**
 * The data in the cookie, as with `signedCookie()`, but sealed: its owner can neither read nor change
 * it. Not compressed, because the length of what is compressed and then sealed tells of its content.
 */
export const encryptedCookie =
  () =>
  ({ secrets }: Pick<EngineNeeds, "secrets">): BoundedEngine & InspectableEngine => {
    const sealer = createSealer(secrets, SEALING_PURPOSE);
    const verified = createVerifiedTokens();
    const seal = (contents: SessionContents): string =>
      sealer.seal(JSON.stringify({ ...toPayload(contents), _saved: contents.savedAt / 1_000 }));

    return {
      name: "encrypted-cookie",
      isSynchronous: true,
      load(token) {
        const known = verified.get(token);
        if (known) return known;
        const opened = sealer.open(token);
        if (!opened) return BAD_SEAL;
        const contents = read(opened.text);
        if (!contents) return MALFORMED;
        const loaded: LoadedSession = { contents, isOutdated: opened.secretIndex > 0 };
        verified.set(token, loaded);
        return loaded;
      },
      save: ({ contents }) => seal(contents),
      weigh: (contents) => seal(contents).length,
      drop: () => {},
      inspect: (token) => inspectSealedToken(token, sealer),
    };
  };

const BAD_SEAL: RefusedToken = { refused: "bad-seal" };
const MALFORMED: RefusedToken = { refused: "bad-payload" };

const read = (text: string): SessionContents | undefined => {
  try {
    const { _saved, ...payload } = JSON.parse(text);
    return isWhole(_saved) ? fromPayload(payload, _saved) : undefined;
  } catch {
    return undefined;
  }
};
