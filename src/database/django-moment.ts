/**
 * A moment as Django keeps it in SQLite where `USE_TZ` is on: UTC, `2026-03-01 12:00:00.000000`, so
 * that texts compare as the moments do. Ours end at the millisecond.
 */
export const djangoMoment = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "000");

/** Milliseconds. Django leaves the fraction of a whole second away. */
export const fromDjangoMoment = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`);
