import type { Problem } from "../errors/problem.ts";
import { detailOf, type Words } from "./words.ts";

/** What a problem says to people, and to whoever has tried too often how long it lasts. */
export const problemDetail = (words: Words, problem: Problem): string => {
  const { code, retryAfter, isClosed } = problem;
  const detail = detailOf(words, code);
  if (isClosed) return `${detail} ${words.waits.closed}`;
  if (problem.status !== 429 || retryAfter === undefined) return detail;
  return `${detail} ${words.waits.again(retryAfter)}`;
};
