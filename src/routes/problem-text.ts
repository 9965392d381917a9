import type { Problem } from "../errors/problem.ts";
import { problemDetail } from "../pages/problem-detail.ts";
import { detailOf, type Words } from "../pages/words.ts";
import type { Asked } from "./asked.ts";

/** A problem as `application/problem+json` (RFC 9457). */
export const problemText = (words: Words, { requestId }: Asked, problem: Problem): string =>
  JSON.stringify({
    type: "about:blank",
    title: TITLES[problem.status],
    status: problem.status,
    code: problem.code,
    detail: problemDetail(words, problem),
    requestId,
    errors: (problem.errors ?? []).map(({ field, code }) => ({
      field,
      code,
      detail: detailOf(words, code),
    })),
  });

/** The status in words, as RFC 9457 wants it where the type is `about:blank` (RFC 9110, 15). */
const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
