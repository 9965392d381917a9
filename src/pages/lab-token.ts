import { html } from "hono/html";
import type { ShownPart } from "../sessions/session-inside.ts";
import type { Html } from "./layout.ts";

const lengthOf = ({ head, hidden, tail }: ShownPart): number => head.length + hidden + tail.length;

/** Each part with the place of its first letter in the whole, from 1. */
export const placed = (
  parts: readonly ShownPart[],
): readonly { readonly part: ShownPart; readonly from: number; readonly to: number }[] => {
  let from = 1;
  return parts.map((part) => {
    const to = from + lengthOf(part) - 1;
    const found = { part, from, to };
    from = to + 1;
    return found;
  });
};

/**
 * A token, each part in its colour, a dot for each letter that is left out: no letter more or less, so that
 * the script can tell which one was clicked.
 *
 * @param altered the place, from 1, of the letter that is marked
 */
export const token = (parts: readonly ShownPart[], altered?: number): Html =>
  html`${placed(parts).map(({ part, from }) => {
    const { kind, head, hidden, tail } = part;
    const at = altered === undefined ? -1 : altered - from;
    const dots = "•".repeat(hidden);
    return html`<span class="part ${kind}">${marked(head, at)}${hidden > 0 ? html`<span class="dots" aria-hidden="true">${marked(dots, at - head.length)}</span>` : ""}${marked(tail, at - head.length - hidden)}</span>`;
  })}`;

const marked = (text: string, at: number): Html | string =>
  at < 0 || at >= text.length
    ? text
    : html`${text.slice(0, at)}<mark>${text.charAt(at)}</mark>${text.slice(at + 1)}`;
