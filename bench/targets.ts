/** What a figure has to reach, in words, and whether it does. */
export interface Judged {
  readonly target: string;
  /** Left out where no number says it. */
  readonly limit?: number;
  readonly isReached: boolean;
  /** In words; left out where it is reached, or where no number says it. */
  readonly missedBy?: string;
}

/** @param unit with the space before it, if there is one */
export const atLeast = (limit: number, value: number, unit = ""): Judged =>
  judge(limit, `${shown(limit, unit)}${unit} or more`, value >= limit, limit - value, unit);

/** @param unit as in `atLeast` */
export const atMost = (limit: number, value: number, unit = ""): Judged =>
  judge(limit, `${shown(limit, unit)}${unit} or less`, value <= limit, value - limit, unit);

/** @param unit as in `atLeast` */
export const under = (limit: number, value: number, unit = ""): Judged =>
  judge(limit, `under ${shown(limit, unit)}${unit}`, value < limit, value - limit, unit);

const judge = (
  limit: number,
  target: string,
  isReached: boolean,
  by: number,
  unit: string,
): Judged =>
  isReached || Number.isNaN(by)
    ? { target, limit, isReached }
    : { target, limit, isReached, missedBy: `${digits(by)}${unit}` };

/** A share has no unit, and two digits. */
const shown = (limit: number, unit: string): string =>
  unit === "" ? limit.toFixed(2) : limit.toLocaleString("en");

/** Three that count, more or less. */
export const digits = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString("en") : value.toFixed(value < 10 ? 2 : 1);
