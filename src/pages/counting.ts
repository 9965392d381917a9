/** What is said of a count, by its plural category; `#` stands for the count itself. */
export type CountForms = Readonly<
  Partial<Record<Intl.LDMLPluralRule, string>> & Record<"other", string>
>;

/** How a language counts: chooses the form by its plural rules, and writes the number in its manner. */
export const counting = (locale: string): ((count: number, forms: CountForms) => string) => {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, forms) =>
    (forms[rules.select(count)] ?? forms.other).replace("#", () => numbers.format(count));
};
