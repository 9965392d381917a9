/** The bytes of base 64 as it is written in hashes, or undefined for what is malformed or no text of its bytes. */
export const base64Bytes = (text: string, padding: "padded" | "bare"): Buffer | undefined => {
  const bytes = Buffer.from(text, "base64");
  return base64Of(bytes, padding) === text ? bytes : undefined;
};

export const base64Of = (bytes: Uint8Array, padding: "padded" | "bare"): string => {
  const text = Buffer.from(bytes).toString("base64");
  return padding === "padded" ? text : text.replace(/=+$/, "");
};
