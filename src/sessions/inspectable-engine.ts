import type { JsonValue } from "./json-value.ts";
import type { SessionEngine } from "./session-engine.ts";

/** What a part of a token is. What that means in words is for the pages to say. */
export type TokenPartKind =
  | "payload"
  | "timestamp"
  | "signature"
  | "nonce"
  | "sealed"
  | "tag"
  | "id"
  | "secret"
  | "separator"
  /** Of a token that is none of the engine's. */
  | "unknown";

export interface TokenPart {
  readonly kind: TokenPartKind;
  readonly text: string;
  /** Does it make the token good? Then nobody but the browser is to have it whole. */
  readonly isConcealed: boolean;
}

export interface TokenPayload {
  readonly value: unknown;
  readonly isDeflated: boolean;
  /** Can only the server read it? */
  readonly isSealed: boolean;
}

/** A token cut into its parts. Read, and not believed: `load` says whether it is good. */
export interface Inspected {
  /** Their texts, one after the other, are the token. */
  readonly parts: readonly TokenPart[];
  /** By which secret its signature or tag is good, 0 being the newest; undefined where there is none to check. */
  readonly sealedBy?: number | "none";
  /** What it carries, if that can be read. */
  readonly payload?: TokenPayload;
  /** When it was made as it says, in milliseconds. */
  readonly savedAt?: number;
  /** What is stored for it, by column, and only if the token opens it. */
  readonly row?: Readonly<Record<string, JsonValue>>;
}

/** An engine that can take its own tokens apart, for people who want to see what a session is. */
export interface InspectableEngine extends SessionEngine {
  /** Never writes. Throws `storage.unavailable` as `load` does. */
  inspect(token: string): Inspected | Promise<Inspected>;
}

export const isInspectable = (engine: SessionEngine): engine is InspectableEngine =>
  "inspect" in engine;

/** An engine whose tokens carry what anybody can read, and so write: it would only not be believed. */
export interface RewritableEngine extends InspectableEngine {
  /** The token with another payload before its old signature. */
  rewrite(token: string, payload: string): string;
}

export const isRewritable = (engine: SessionEngine): engine is RewritableEngine =>
  "rewrite" in engine;

/** A token that could not be cut. It may be another engine's, and whole: so it is concealed. */
export const uncut = (token: string): Inspected => ({
  parts: [{ kind: "unknown", text: token, isConcealed: true }],
});
