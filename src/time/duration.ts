const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** A span as people write it: a whole number above 0 and one unit, `14d`, `30m`, `5s`. */
export type Duration = `${number}${keyof typeof SECONDS}`;

/** The longest span that is read: 400 days, as long as a browser keeps a cookie (RFC 6265bis, 5.5). */
export const LONGEST_SECONDS: number = 400 * SECONDS.d;

/** Seconds in a span such as `14d`; undefined if the text is not one, or is longer than 400 days. */
export const parseDuration = (text: string): number | undefined => {
  const match = /^([1-9]\d{0,8})([smhdw])$/.exec(text);
  if (!match) return undefined;
  const seconds = Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
  return seconds <= LONGEST_SECONDS ? seconds : undefined;
};

/** The shortest text that `parseDuration` reads back as the same number of seconds. */
export const formatDuration = (seconds: number): string => {
  const unit = (["w", "d", "h", "m"] as const).find((name) => seconds % SECONDS[name] === 0) ?? "s";
  // "14d" is how the lesson writes two weeks, so weeks are read but never written.
  const written = unit === "w" ? "d" : unit;
  return `${seconds / SECONDS[written]}${written}`;
};
