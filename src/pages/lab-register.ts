import { html } from "hono/html";
import type { RegisterInside } from "../sessions/session-inside.ts";
import type { LabView } from "./lab-view.ts";
import type { Frame, Html } from "./layout.ts";
import { moment } from "./moment.ts";
import type { Words } from "./words.ts";

/** Was this login ended? */
export const registerSection = (
  { words }: Frame,
  { register, session, username }: LabView,
): Html | string => {
  if (!register && !session) return "";
  const { register: say } = words.lab;
  return html`<section aria-labelledby="register-title">
<h2 id="register-title">${say.title}</h2>
<p>${say.about}</p>
${register ? entry(words, register, username) : html`<p>${say.anonymous}</p>`}
</section>`;
};

const entry = (words: Words, register: RegisterInside, username: string | null): Html => {
  const { register: say } = words.lab;
  const { userId, enteredAt, lastSeenAt, expiresAt, epoch, sessionEpoch, others } = register;
  const rows: readonly (readonly [string, Html | string | number])[] = [
    [say.user, username === null ? userId : `${username} (${userId})`],
    [say.state, state(say, register)],
    ...(enteredAt ? [[say.entered, moment(words, enteredAt)] as const] : []),
    ...(lastSeenAt ? [[say.lastSeen, moment(words, lastSeenAt)] as const] : []),
    ...(expiresAt ? [[say.remembered, moment(words, expiresAt)] as const] : []),
    [say.epoch, say.epochs(sessionEpoch, epoch)],
    [say.others, others],
  ];
  return html`<dl class="pairs">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
};

const state = (
  say: Frame["words"]["lab"]["register"],
  { isStanding, isKnown, isEnded }: RegisterInside,
): Html => {
  if (isStanding) return html`<strong class="right">${isKnown ? say.stands : say.foreign}</strong>`;
  const why = !isKnown ? say.unknown : isEnded ? say.ended : say.outdated;
  return html`<strong class="wrong">${why}</strong>`;
};
