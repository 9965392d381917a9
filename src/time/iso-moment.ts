const SHAPE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * The moment that an ISO 8601 text stands for, in milliseconds; NaN if it is none. Without an offset
 * it is UTC, wherever this server stands.
 */
export const isoMoment = (text: string): number => {
  const [, day, minute = "00:00", second = ":00", offset = "Z"] = SHAPE.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  const wall = new Date(`${day}T${minute}${second}Z`);
  // JavaScript takes 30 February for 2 March, and 24:00 for the next day.
  const isReal = !Number.isNaN(wall.getTime()) && wall.toISOString().startsWith(`${day}T${minute}`);
  return isReal ? Date.parse(`${day}T${minute}${second}${offset.toUpperCase()}`) : Number.NaN;
};
