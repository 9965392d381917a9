import type { Parts } from "../account/parts.ts";
import { chooseLanguage } from "../pages/choose-language.ts";
import type { Frame } from "../pages/layout.ts";
import type { RequestHeaders } from "../requests/request-head.ts";
import { createAnswers } from "./answers.ts";
import { createFailure } from "./failure.ts";
import type { RouteTable } from "./route-table.ts";
import type { MountedContext, RouteContext } from "./visit.ts";

/**
 * What the pages are mounted with: one context a language, made once, so that a request in another
 * language costs no more than its header.
 *
 * @param frames one a language; the first is for whoever asks for none of them
 */
export const mountedContext = (
  parts: Parts,
  routes: RouteTable,
  frames: readonly [Frame, ...Frame[]],
): MountedContext => {
  const isNegotiated = frames.length > 1;
  const inOne = (frame: Frame): RouteContext => {
    const answers = createAnswers(parts, frame, isNegotiated);
    return { parts, frame, routes, answers, failure: createFailure(parts.log, answers.problem) };
  };
  const contexts = frames.map(inOne) as [RouteContext, ...RouteContext[]];
  const [first] = contexts;
  const spoken = new Map(contexts.map((context) => [context.frame.words.language, context]));
  const languages = [...spoken.keys()] as [string, ...string[]];
  const inLanguageOf = (headers: RequestHeaders): RouteContext =>
    isNegotiated
      ? (spoken.get(chooseLanguage(headers.get("accept-language"), languages)) ?? first)
      : first;
  return {
    ...first,
    inLanguageOf,
    answers: {
      ...first.answers,
      problem: (asked, ...rest) =>
        inLanguageOf(asked.request.headers).answers.problem(asked, ...rest),
      problemJson: (asked, ...rest) =>
        inLanguageOf(asked.request.headers).answers.problemJson(asked, ...rest),
    },
    failure: (asked, error) => inLanguageOf(asked.request.headers).failure(asked, error),
  };
};
