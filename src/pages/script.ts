/**
 * All of our script. The pages work without it: the button that shows a password is hidden until it
 * runs. A page that the browser brings back from memory is loaded anew, so that "back" after a logout
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
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
`;
