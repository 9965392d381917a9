import { noChange } from "../../src/sessions/session-change.ts";
import type { SessionContents } from "../../src/sessions/session-contents.ts";
import type { SessionEngine, SessionSaving } from "../../src/sessions/session-engine.ts";

/** The save of a new session. */
export const savingOf = (contents: SessionContents): SessionSaving => ({
  contents,
  change: { ...noChange(), set: new Map(contents.data) },
  kept: undefined,
  expiresAt: contents.savedAt + 14 * 86_400_000,
});

/** The token under which an engine keeps a new session. */
export const saveNew = async (engine: SessionEngine, contents: SessionContents): Promise<string> =>
  (await engine.save(savingOf(contents))) ?? "";
