/**
 * All of our script. The pages work without it: the button that shows a password is hidden until it
 * runs, and what is wrong with a new one is said when the form comes back. With it that is said as one types, in a
 * live region and only after a pause, so that nobody is talked over: length, control characters, digits alone,
 * one character repeated, and closeness to name and address (the ratio of `similarity.ts`). The list of common
 * passwords stays on the server. A page that the browser brings back from memory is loaded anew, so that "back" after a logout
 * shows nothing private.
 */
export const script = `"use strict";
for (const button of document.querySelectorAll("button[data-reveals]")) {
  const field = document.getElementById(button.dataset.reveals);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shows = field.type === "password";
    field.type = shows ? "text" : "password";
    button.textContent = shows ? button.dataset.hide : button.dataset.show;
    field.focus();
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
const rules = document.currentScript.dataset;
const lower = (text) => text.normalize("NFC").toLowerCase();
const isClose = (password, word) => {
  const left = new Map();
  for (const letter of word) left.set(letter, (left.get(letter) ?? 0) + 1);
  let shared = 0;
  for (const letter of password) {
    const count = left.get(letter) ?? 0;
    if (count > 0) shared += 1;
    left.set(letter, count - 1);
  }
  return word !== "" && 2 * shared / ([...password].length + [...word].length) >= .7;
};
const valueOf = (form, name) => lower(form.elements[name]?.value ?? "");
for (const check of document.querySelectorAll("[data-checks]")) {
  const field = document.getElementById(check.dataset.checks);
  const say = () => {
    const password = field.value.normalize("NFC");
    const letters = [...password];
    const words = [valueOf(field.form, "username"), valueOf(field.form, "email")];
    const parts = words.flatMap((word) => [word, ...word.split(/[^\\p{L}\\p{N}_]+/u)]);
    const broken = {
      short: letters.length < rules.shortest,
      digits: !("digitsAlone" in rules) && /^\\p{Nd}+$/u.test(password),
      same: letters.length > 1 && new Set(letters).size === 1,
      similar: parts.some((part) => isClose(lower(password), part)),
      control: /\\p{Cc}/u.test(password),
    };
    const said = Object.keys(broken).filter((rule) => broken[rule]).map((rule) => check.dataset[rule]);
    check.textContent = letters.length === 0 ? "" : said.join("\\n") || check.dataset.fine;
  };
  let pause;
  field.form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(say, 400); });
}
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
`;
