import { askDoor } from "./ask-door.ts";
import { isRewritable, type TokenPart, type TokenPartKind } from "./inspectable-engine.ts";
import { inspect } from "./look-inside.ts";
import type { SessionDoor } from "./session-door.ts";
import type { ShownPart } from "./session-inside.ts";
import { showPart } from "./show-part.ts";

/** What somebody might do to their cookie before they send it back. */
export type Alteration =
  | {
      /** From 1 on; past the end is the last letter. */
      readonly place: number;
      /** What to write there; left out, the next letter of the alphabet. */
      readonly letter: string | undefined;
    }
  | { readonly payload: string };

/** An altered token, and what the door says to it. */
export interface Trial {
  readonly parts: readonly ShownPart[];
  /** Of the altered letter; null where the payload was written anew. */
  readonly letter: AlteredLetter | null;
  readonly isUnchanged: boolean;
  /** Why it is refused; null if it is let in. */
  readonly refusal: string | null;
}

export interface AlteredLetter {
  readonly place: number;
  readonly part: TokenPartKind;
  /** Null in a part that is concealed. */
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Alters a copy of a token and asks the door about it. The session itself is not touched.
 *
 * Undefined for an alteration that cannot be made of this token. Rejects with `storage.unavailable`.
 */
export const tryAlteration = async (
  door: SessionDoor,
  token: string,
  alteration: Alteration,
): Promise<Trial | undefined> => {
  const altered =
    "payload" in alteration
      ? await withPayload(door, token, alteration.payload)
      : await withLetter(door, token, alteration.place, alteration.letter);
  if (!altered) return undefined;
  const { parts, letter } = altered;
  const text = parts.map((part) => part.text).join("");
  return {
    parts: parts.map(showPart),
    letter,
    isUnchanged: text === token,
    refusal: (await askDoor(door, text)) ?? null,
  };
};

interface Altered {
  readonly parts: readonly TokenPart[];
  readonly letter: AlteredLetter | null;
}

const withPayload = async (
  { engine }: SessionDoor,
  token: string,
  payload: string,
): Promise<Altered | undefined> => {
  if (!isRewritable(engine)) return undefined;
  const { parts } = await engine.inspect(engine.rewrite(token, payload));
  return { parts, letter: null };
};

const withLetter = async (
  { engine }: SessionDoor,
  token: string,
  place: number,
  wanted: string | undefined,
): Promise<Altered | undefined> => {
  if (token === "" || !(place >= 1)) return undefined;
  const { parts } = await inspect(engine, token);
  const at = Math.min(place, token.length) - 1;
  const { index, part, offset } = partAt(parts, at);
  const { kind, text, isConcealed } = part;
  const from = text.charAt(offset);
  // Where letters are concealed the visitor must not choose: a script could else try all of them,
  // place after place, and read the signature out of our answers.
  const to = isConcealed || !wanted || !LETTER.test(wanted) ? nextLetter(from) : wanted;
  const changed = text.slice(0, offset) + to + text.slice(offset + 1);
  const seen = isConcealed ? { from: null, to: null } : { from, to };
  return {
    parts: parts.with(index, { kind, text: changed, isConcealed }),
    letter: { place: at + 1, part: kind, ...seen },
  };
};

interface Found {
  readonly index: number;
  readonly part: TokenPart;
  readonly offset: number;
}

/** The part in which a letter of the token stands. */
const partAt = (parts: readonly TokenPart[], at: number): Found => {
  let start = 0;
  for (const [index, part] of parts.entries()) {
    if (at < start + part.text.length) return { index, part, offset: at - start };
    start += part.text.length;
  }
  throw new RangeError("inspect: the parts of a token are not the token.");
};

/** What a cookie's value is made of (RFC 6265, 4.1.1). */
const LETTER = /^[!#-+\--:<-[\]-~]$/;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Always another one. */
const nextLetter = (letter: string): string =>
  ALPHABET[(ALPHABET.indexOf(letter) + 1) % ALPHABET.length] ?? "A";
