/** Milliseconds since 1970-01-01T00:00:00Z. Handed in wherever time matters, so that tests own it. */
export type Clock = () => number;
