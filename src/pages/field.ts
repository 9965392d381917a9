import { html } from "hono/html";
import type { FieldCode, FieldError, FieldName } from "../errors/problem.ts";
import type { Html } from "./layout.ts";
import type { Words } from "./words.ts";

export interface FieldView {
  readonly name: FieldName;
  readonly label: string;
  readonly type: "text" | "email" | "password";
  readonly autocomplete: string;
  readonly value?: string | undefined;
  readonly isOptional?: boolean;
  readonly hint?: string;
  readonly hasFocus?: boolean;
}

/** One labelled field with its hint and what is wrong with it. A password's value is never written. */
export const field = (view: FieldView, words: Words, errors: readonly FieldError[] = []): Html => {
  const { name, label, type, hint } = view;
  const faults = errors.filter((error) => error.field === name).map((error) => error.code);
  const described = [hint && `${name}-hint`, faults.length > 0 && `${name}-fault`]
    .filter(Boolean)
    .join(" ");
  return html`<div class="field">
<div class="label"><label for="${name}">${label}${view.isOptional ? html` <small>${words.register.emailOptional}</small>` : ""}</label>${type === "password" ? reveal(name, words) : ""}</div>
<input id="${name}" name="${name}" type="${type}" autocomplete="${view.autocomplete}"${type === "password" ? "" : html` value="${view.value ?? ""}"`}${described ? html` aria-describedby="${described}"` : ""}${faults.length > 0 ? html` aria-invalid="true"` : ""}${view.isOptional ? "" : html` required`}${view.hasFocus ? html` autofocus` : ""} autocapitalize="none" spellcheck="false">
${hint ? html`<small class="hint" id="${name}-hint">${hint}</small>` : ""}${faults.length > 0 ? faultList(name, faults, words) : ""}${view.autocomplete === "new-password" ? check(name, words) : ""}
</div>`;
};

const faultList = (name: string, faults: readonly FieldCode[], words: Words): Html =>
  html`<ul class="fault" id="${name}-fault">${faults.map((code) => html`<li>${words.fields[code]}</li>`)}</ul>`;

/**
 * Where the script says, as one types, which rules are broken: those that a page can see, in the words in which the
 * server would refuse it. Empty without it.
 */
const check = (name: string, { fields, labels }: Words): Html =>
  html`<p class="check" role="status" data-checks="${name}" data-short="${fields["password.too-short"]}" data-digits="${fields["password.all-digits"]}" data-same="${fields["password.too-common"]}" data-similar="${fields["password.too-similar"]}" data-control="${fields["password.control-character"]}" data-fine="${labels.passwordFine}"></p>`;

/** Hidden until the script runs, because it does nothing without it. */
const reveal = (name: string, { labels }: Words): Html =>
  html`<button class="reveal" type="button" hidden data-reveals="${name}" data-show="${labels.showPassword}" data-hide="${labels.hidePassword}">${labels.showPassword}</button>`;

/** Where to go afterwards, carried through the form as it came. */
export const nextField = (next: string | undefined): Html | string =>
  next ? html`<input type="hidden" name="next" value="${next}">` : "";
