import { CountersignError } from "../errors/countersign-error.ts";
import type { FieldError } from "../errors/problem.ts";
import { english } from "../pages/english.ts";
import { detailOf } from "../pages/words.ts";

/**
 * What a form would say beside its fields, in one error `command.failed`.
 *
 * @param outcome what was not done, as a sentence
 */
export const refusal = (outcome: string, errors: readonly FieldError[]): CountersignError => {
  const faults = errors.map(({ field, code }) => `${field}: ${detailOf(english, code)}`);
  return new CountersignError("command.failed", [outcome, ...faults].join("\n  "));
};
