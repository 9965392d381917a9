/** How moments are written, in UTC: the same wherever the server stands. */
export interface Dates {
  /** To the second. */
  readonly moment: (at: Date) => string;
  /** To the minute, where a phone has to hold it on one line. */
  readonly minute: (at: Date) => string;
}

/** As a language writes them, by `Intl`: `29 Nov 2026, 09:44:07 UTC`. */
export const dates = (locale: string): Dates => {
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" } as const;
  const moments = new Intl.DateTimeFormat(locale, { ...day, ...time, second: "2-digit" });
  const minutes = new Intl.DateTimeFormat(locale, { ...day, ...time });
  return {
    moment: (at) => `${moments.format(at)} UTC`,
    minute: (at) => `${minutes.format(at)} UTC`,
  };
};
