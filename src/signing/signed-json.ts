import { deflateSync, inflateSync } from "node:zlib";
import { CountersignError } from "../errors/countersign-error.ts";
import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import { parsePythonJson, stringifyPythonJson } from "./python-json.ts";
import type { Secret } from "./signer.ts";
import { createTimestampSigner } from "./timestamp-signer.ts";

export interface SignedJson {
  /** `payload:timestamp:signature`, as Django's `signing.dumps(value, compress=True)` writes it. */
  sign(value: unknown, seconds: number): string;
  /** What was signed, or why it is refused. */
  unsign(signed: string): VerifiedJson | RefusedJson;
}

export interface VerifiedJson {
  readonly value: unknown;
  /** Whole seconds since 1970. */
  readonly signedAt: number;
  /** 0 if the newest secret signed it. */
  readonly secretIndex: number;
}

export interface RefusedJson {
  readonly refused: "bad-signature" | "bad-payload";
}

/**
 * What a payload may inflate to. A cookie holds 4 KB, and four kilobytes of zeros inflate to four
 * megabytes; nothing that a session should hold comes near this.
 */
export const LARGEST_PAYLOAD: number = 64 * 1024;

/**
 * JSON values to signed text and back: Django's `signing.dumps` and `loads`, with a bound on size.
 *
 * @param largest what a payload may inflate to, in characters
 * @param deflateFrom shorter ones are not deflated; 0 if left out, as in Django
 */
export const createSignedJson = (
  secrets: readonly Secret[],
  purpose: string,
  largest: number = LARGEST_PAYLOAD,
  deflateFrom = 0,
): SignedJson => {
  const signer = createTimestampSigner(secrets, purpose);
  return {
    sign(value, seconds) {
      const text = stringifyPythonJson(value);
      // Deflated it could still be small, and nobody would read it again.
      if (text.length > largest) {
        throw new CountersignError(
          "session.too-large",
          `The session holds ${text.length} characters, and at most ${largest} are kept. Keep less in it.`,
        );
      }
      return signer.sign(pack(text, deflateFrom), seconds);
    },

    unsign(signed) {
      const verified = signer.unsign(signed);
      if (!verified) return { refused: "bad-signature" };
      const { signedAt, secretIndex } = verified;
      try {
        return { value: parsePythonJson(unpack(verified.value, largest)), signedAt, secretIndex };
      } catch {
        return { refused: "bad-payload" };
      }
    },
  };
};

/** Deflated and marked with a leading dot where that saves more than the dot costs, as in Django. */
export const pack = (text: string, deflateFrom = 0): string => {
  const plain = Buffer.from(text, "latin1");
  if (text.length < deflateFrom) return encodeBase64url(plain);
  const deflated = deflateSync(plain);
  return deflated.length < plain.length - 1
    ? `.${encodeBase64url(deflated)}`
    : encodeBase64url(plain);
};

/** The text inside a payload. Throws if it is none, or inflates to more than `largest`. */
export const unpack = (payload: string, largest: number = LARGEST_PAYLOAD): string => {
  const isDeflated = payload.startsWith(".");
  const bytes = decodeBase64url(isDeflated ? payload.slice(1) : payload);
  if (!bytes) throw new SyntaxError("not base64url");
  const plain = isDeflated ? inflateSync(bytes, { maxOutputLength: largest }) : bytes;
  return plain.toString("latin1");
};
