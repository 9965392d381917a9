/**
 * URL-safe base 64 without padding (RFC 4648, section 5), and only the one spelling that an encoder
 * writes. Node's decoder also takes padding, the other alphabet, spaces, and last characters with
 * spare bits set: then four texts would stand for one signature.
 */
export const encodeBase64url = (bytes: Uint8Array | string): string =>
  Buffer.from(bytes as Uint8Array).toString("base64url");

/** The bytes, or undefined if the text is not exactly what `encodeBase64url` writes. */
export const decodeBase64url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
};
