import { type Inspected, uncut } from "../sessions/inspectable-engine.ts";
import { decodeBase64url } from "../signing/base64url.ts";
import { NONCE_BYTES, type Sealer, TAG_BYTES } from "../signing/sealer.ts";

/** A sealed token cut into nonce, sealed text and tag, and what is sealed in it. */
export const inspectSealedToken = (token: string, sealer: Sealer): Inspected => {
  const bytes = decodeBase64url(token)?.length ?? 0;
  if (bytes < NONCE_BYTES + TAG_BYTES) return uncut(token);
  const nonceEnd = lettersOf(NONCE_BYTES);
  const tagStart = lettersOf(bytes - TAG_BYTES);
  const opened = sealer.open(token);
  const payload = opened && readJson(opened.text);
  return {
    parts: [
      { kind: "nonce", text: token.slice(0, nonceEnd), isConcealed: false },
      { kind: "sealed", text: token.slice(nonceEnd, tagStart), isConcealed: false },
      { kind: "tag", text: token.slice(tagStart), isConcealed: true },
    ],
    sealedBy: opened?.secretIndex ?? "none",
    ...(payload !== undefined && {
      payload: { value: payload, isDeflated: false, isSealed: true },
    }),
  };
};

/** Six bits a letter. One that two parts share counts to the later one, which is the concealed one. */
const lettersOf = (bytes: number): number => Math.floor((bytes * 8) / 6);

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
