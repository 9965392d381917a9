const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A whole number in Django's base 62, `-` before negative ones. Time stamps are written so. */
export const encodeBase62 = (value: number | bigint): string => {
  let rest = BigInt(value);
  if (rest === 0n) return "0";
  const sign = rest < 0n ? "-" : "";
  if (rest < 0n) rest = -rest;
  let digits = "";
  for (; rest > 0n; rest /= 62n) digits = ALPHABET[Number(rest % 62n)] + digits;
  return sign + digits;
};

/** The number, or undefined if a character is foreign or the text is empty or over 64 characters. */
export const decodeBase62 = (text: string): bigint | undefined => {
  const digits = text.startsWith("-") ? text.slice(1) : text;
  // A bound, because the value is read before its signature means anything to the caller.
  if (digits.length > 64) return undefined;
  if (digits === "") return text === "0" ? 0n : undefined;
  let value = 0n;
  for (const digit of digits) {
    const place = ALPHABET.indexOf(digit);
    if (place < 0) return undefined;
    value = value * 62n + BigInt(place);
  }
  return text.startsWith("-") ? -value : value;
};
