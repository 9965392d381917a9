import type { Hsts, Parts, Place } from "../account/parts.ts";
import type { Problem } from "../errors/problem.ts";
import type { Frame } from "../pages/layout.ts";
import { problemPage } from "../pages/problem-page.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import type { Asked } from "./asked.ts";
import { problemText } from "./problem-text.ts";

type Headers = Readonly<Record<string, string>>;

/** Every kind of answer there is, each with the headers that belong to it. */
export interface Answers {
  page(asked: Asked, status: number, html: string): Response;
  /** A page of its own that shows a problem beside its form. */
  problemOnPage(asked: Asked, problem: Problem, html: string): Response;
  json(asked: Asked, status: number, value: unknown): Response;
  /** As `application/problem+json` (RFC 9457) or as a page, whichever the request prefers. */
  problem(asked: Asked, problem: Problem, headers?: Headers): Response;
  /** As JSON whatever the request prefers, for addresses that have no page. */
  problemJson(asked: Asked, problem: Problem, headers?: Headers): Response;
  /** 303: go there by GET, whatever this request was. */
  seeOther(asked: Asked, path: string, headers?: Headers): Response;
  empty(asked: Asked, headers?: Headers): Response;
  /** A file whose name changes with its content. */
  asset(asked: Asked, type: string, content: string | Uint8Array<ArrayBuffer>): Response;
}

/**
 * No script or style but our own files, no frame around us, no form that leads away. Referrers stay
 * on this site: with `no-referrer` a browser would post our own forms with `Origin: null`.
 */
const PAGE_HEADERS: Headers = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

const YEAR = 31_536_000;

/** An SVG that is opened by itself is a document of this origin: it loads nothing and runs no script. */
const FILE_HEADERS: Headers = {
  "Cache-Control": `public, max-age=${YEAR}, immutable`,
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

const REACH: Readonly<Record<Hsts, string>> = { host: "", subdomains: "; includeSubDomains" };

/** The headers of every answer (OWASP ASVS 5.0, 3.4). */
export const everyHeader = ({ origin, hsts }: Pick<Place, "origin" | "hsts">): Headers => ({
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  ...(origin.startsWith("https:")
    ? { "Strict-Transport-Security": `max-age=${YEAR}${REACH[hsts]}` }
    : {}),
});

/**
 * All answers in one language.
 *
 * @param isNegotiated is there another one, which the same address answers in?
 */
export const createAnswers = (
  { place, log }: Pick<Parts, "place" | "log">,
  frame: Frame,
  isNegotiated: boolean,
): Answers => {
  const every = everyHeader(place);
  const Vary = isNegotiated ? "Accept, Accept-Language, Cookie" : "Accept, Cookie";
  const spoken = { "Content-Language": frame.words.language, Vary };
  const forPages = { ...every, ...PAGE_HEADERS, ...spoken };
  const forData = { ...every, "Cache-Control": "no-store", Vary };
  const forJson = { ...forData, "Content-Type": "application/json; charset=utf-8" };
  const forProblems = {
    ...forData,
    ...spoken,
    "Content-Type": "application/problem+json; charset=utf-8",
  };
  const forFiles = { ...every, ...FILE_HEADERS };

  // Plain records all the way to the server: a Headers object costs more than the page.
  const answer = (
    { request, requestId }: Asked,
    status: number,
    body: string | Uint8Array<ArrayBuffer> | null,
    headers: Headers,
  ): Response =>
    new Response(request.method === "HEAD" ? null : body, {
      status,
      headers: { ...headers, "Request-Id": requestId },
    });

  const problemJson: Answers["problemJson"] = (asked, problem, headers) =>
    answer(asked, problem.status, problemText(frame.words, asked, problem), {
      ...forProblems,
      ...headers,
      ...retryAfter(problem),
    });

  /** A page of the site's own that fails must not hide what went wrong before. */
  const problemHtml = (problem: Problem, requestId: string): string => {
    try {
      return problemPage(frame, { problem, requestId });
    } catch (error) {
      log.error({ event: "pageFailed", requestId, err: error }, "the page for problems failed");
      return problemPage({ ...frame, own: {} }, { problem, requestId });
    }
  };

  return {
    page: (asked, status, html) => answer(asked, status, html, forPages),

    problemOnPage: (asked, problem, html) =>
      answer(asked, problem.status, html, { ...forPages, ...retryAfter(problem) }),

    json: (asked, status, value) => answer(asked, status, JSON.stringify(value), forJson),

    problem: (asked, problem, headers) =>
      prefersJson(asked.request.headers)
        ? problemJson(asked, problem, headers)
        : answer(asked, problem.status, problemHtml(problem, asked.requestId), {
            ...forPages,
            ...headers,
            ...retryAfter(problem),
          }),

    problemJson,

    seeOther: (asked, path, headers) =>
      answer(asked, 303, null, { ...forData, ...headers, Location: path }),

    empty: (asked, headers) => answer(asked, 204, null, { ...forData, ...headers }),

    asset: (asked, type, content) =>
      answer(asked, 200, content, { ...forFiles, "Content-Type": type }),
  };
};

const retryAfter = ({ retryAfter: seconds }: Problem): Headers =>
  seconds === undefined ? {} : { "Retry-After": String(seconds) };
