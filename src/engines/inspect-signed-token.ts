import { type Inspected, type TokenPayload, uncut } from "../sessions/inspectable-engine.ts";
import { decodeBase62 } from "../signing/base62.ts";
import { parsePythonJson, stringifyPythonJson } from "../signing/python-json.ts";
import { pack, type SignedJson, unpack } from "../signing/signed-json.ts";

/** `payload:timestamp:signature`, apart. */
export interface SignedToken {
  readonly payload: string;
  readonly timestamp: string;
  readonly signature: string;
  /** As the timestamp says, in milliseconds. */
  readonly savedAt: number;
}

/** The latest moment of a `Date`, in milliseconds. */
const LATEST = 8.64e15;

/** Cuts a signed token, or says that it is none. Its signature is not looked at. */
export const cutSignedToken = (token: string): SignedToken | undefined => {
  const [payload, timestamp, signature, ...rest] = token.split(":");
  if (!payload || !timestamp || !signature || rest.length > 0) return undefined;
  const savedAt = Number(decodeBase62(timestamp) ?? Number.NaN) * 1_000;
  return Math.abs(savedAt) <= LATEST ? { payload, timestamp, signature, savedAt } : undefined;
};

/** What a payload says; undefined if it says nothing that can be read. */
export const readPayload = (payload: string): TokenPayload | undefined => {
  try {
    const value = parsePythonJson(unpack(payload));
    return { value, isDeflated: payload.startsWith("."), isSealed: false };
  } catch {
    return undefined;
  }
};

export const inspectSignedToken = (token: string, json: SignedJson): Inspected => {
  const cut = cutSignedToken(token);
  if (!cut) return uncut(token);
  const verified = json.unsign(token);
  const payload = readPayload(cut.payload);
  return {
    parts: [
      { kind: "payload", text: cut.payload, isConcealed: false },
      COLON,
      { kind: "timestamp", text: cut.timestamp, isConcealed: false },
      COLON,
      { kind: "signature", text: cut.signature, isConcealed: true },
    ],
    sealedBy: "refused" in verified ? "none" : verified.secretIndex,
    ...(payload && { payload }),
    savedAt: cut.savedAt,
  };
};

const COLON = { kind: "separator", text: ":", isConcealed: false } as const;

/**
 * Another payload before the same time and signature: what somebody would send who wants to be another.
 *
 * @param deflateFrom as the engine has it
 */
export const rewriteSignedToken = (token: string, payload: string, deflateFrom: number): string =>
  [pack(asOurs(payload), deflateFrom), ...token.split(":").slice(1)].join(":");

/** Spelt as we spell it, so that the same data gives the same token. What is no JSON stays as it is. */
const asOurs = (text: string): string => {
  try {
    return stringifyPythonJson(JSON.parse(text));
  } catch {
    return text;
  }
};
