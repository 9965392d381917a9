import type { FieldError } from "../errors/problem.ts";
import type { Refusal } from "../pages/refusal.ts";
import { prefersJson } from "../requests/prefers-json.ts";
import type { Wait } from "../throttle/counters.ts";
import { tooMany } from "./too-many.ts";
import type { RouteContext, Visit } from "./visit.ts";

/**
 * A form that comes back: 422 with what is wrong beside its fields, or 429 to whoever has to wait.
 *
 * @param page the form once more, with what was typed and never the password
 */
export const refusedForm = (
  context: RouteContext,
  visit: Visit,
  outcome: { readonly errors: readonly FieldError[] } | { readonly wait: Wait },
  page: (refusal: Refusal) => string,
  tooOften: Parameters<typeof tooMany>[2] = "login.too-many",
): Response => {
  const { answers } = context;
  const wantsJson = prefersJson(visit.request.headers);
  if ("wait" in outcome) {
    const problem = tooMany(context, visit, tooOften, outcome.wait);
    return wantsJson
      ? answers.problemJson(visit, problem)
      : answers.problemOnPage(visit, problem, page({ problem }));
  }
  const { errors } = outcome;
  return wantsJson
    ? answers.problemJson(visit, { status: 422, code: errors[0]!.code, errors })
    : answers.page(visit, 422, page({ errors }));
};
