import { html } from "hono/html";
import type { FieldError, Problem } from "../errors/problem.ts";
import type { Html } from "./layout.ts";
import { problemDetail } from "./problem-detail.ts";
import type { Words } from "./words.ts";

/** Why a form came back. */
export interface Refusal {
  /** What is wrong with its fields. */
  readonly errors?: readonly FieldError[];
  /** Why nothing of it was looked at. */
  readonly problem?: Problem;
}

/** Says so above the form. */
export const refusal = (words: Words, { errors, problem }: Refusal): Html | string => {
  const why = problem ? problemDetail(words, problem) : errors && words.account.refused;
  return why ? html`<p class="alert" role="alert">${why}</p>` : "";
};
