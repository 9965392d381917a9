import type { TokenPart } from "./inspectable-engine.ts";
import type { ShownPart } from "./session-inside.ts";

const HEAD = 6;
const TAIL = 2;
/** What is shorter shows nothing of itself: too little would be left to guess. */
const SHORTEST = 22;

/**
 * A part of a token as a page may show it. The cookie is out of the reach of scripts (`HttpOnly`), and a
 * page that had it whole would bring it back: to them, and to whoever sees the screen.
 */
export const showPart = ({ kind, text, isConcealed }: TokenPart): ShownPart => {
  if (!isConcealed) return { kind, head: text, hidden: 0, tail: "" };
  if (text.length < SHORTEST) return { kind, head: "", hidden: text.length, tail: "" };
  const hidden = text.length - HEAD - TAIL;
  return { kind, head: text.slice(0, HEAD), hidden, tail: text.slice(-TAIL) };
};
