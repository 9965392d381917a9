/**
 * The lab's script, without which the page says the same and stands still: the clocks run down by the
 * server's time, the page says when the session is over, and a click on a letter of the cookie is the
 * place to alter.
 */
export const labScript = `"use strict";
const lab = document.querySelector("[data-now]");
const begun = Date.now();
const clocks = [...document.querySelectorAll("[data-until]")];
const twoDigits = (number) => String(number).padStart(2, "0");
const countdown = (seconds) => {
  const days = Math.floor(seconds / 86400);
  const clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(Math.floor).map(twoDigits).join(":");
  return days > 0 ? days + "d " + clock : clock;
};
const tick = () => {
  const now = Number(lab.dataset.now) + Date.now() - begun;
  for (const clock of clocks) {
    const left = Math.max(0, clock.dataset.until - now);
    clock.querySelector(".clock").textContent = countdown(Math.ceil(left / 1000));
    clock.querySelector("progress").value = left;
    if (left > 0 || !clock.dataset.ends) continue;
    for (const each of document.querySelectorAll("[data-while]")) each.hidden = true;
    for (const each of document.querySelectorAll("[data-after]")) each.hidden = false;
  }
};
if (clocks.length > 0) { tick(); setInterval(tick, 250); }

const letterAt = (token, x, y) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(token, NodeFilter.SHOW_TEXT);
  let place = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    for (let at = 0; at < text.length; at += 1) {
      place += 1;
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      if (x >= box.left && x < box.right && y >= box.top && y < box.bottom) return place;
    }
  }
  return undefined;
};
for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
for (const token of document.querySelectorAll("[data-picks]")) {
  const field = document.getElementById(token.dataset.picks);
  token.addEventListener("click", (event) => {
    const place = letterAt(token, event.clientX, event.clientY);
    if (place === undefined) return;
    field.value = place;
    field.focus();
  });
}
`;
