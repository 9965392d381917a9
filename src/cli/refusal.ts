import { CountersignError } from "../errors/countersign-error.ts";
import type { FieldError } from "../errors/problem.ts";
import { english } from "../pages/english.ts";
import { detailOf, withRules } from "../pages/words.ts";
import type { PasswordRules } from "../passwords/password-policy.ts";

/**
 * What a form would say beside its fields, in one error `command.failed`.
 *
 * @param outcome what was not done, as a sentence
 * @param rules those of new passwords
 */
export const refusal = (
  outcome: string,
  errors: readonly FieldError[],
  rules: PasswordRules,
): CountersignError => {
  const words = withRules(english, rules);
  const faults = errors.map(({ field, code }) => `${field}: ${detailOf(words, code)}`);
  return new CountersignError("command.failed", [outcome, ...faults].join("\n  "));
};
