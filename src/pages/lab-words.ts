import type { TokenPartKind } from "../sessions/inspectable-engine.ts";
import type { LimitInside } from "../sessions/session-inside.ts";

interface Named {
  readonly name: string;
  readonly meaning: string;
}

/** What can be done to a session in the lab. */
export type LabAct =
  | "write"
  | "live-for-five-seconds"
  | "live-until-browser-closes"
  | "live-as-set"
  | "new-id"
  | "set-test-cookie"
  | "delete-test-cookie"
  | "flush";

/** What the page says after something was done. */
export type LabNews = LabAct | "not-written";

/** Every word of the lab. */
export interface LabWords {
  readonly title: string;
  readonly lead: string;
  readonly link: string;
  readonly verdict: {
    readonly accepted: string;
    readonly refused: string;
    readonly none: string;
    readonly ended: string;
    readonly lookAgain: string;
  };
  /** By the reason that the door gives. */
  readonly refusals: Readonly<Record<string, string>>;
  /** Where no cookie came, and where it was taken away. */
  readonly begin: Readonly<
    Record<"first" | "anew", { readonly title: string; readonly text: string }>
  >;
  readonly cookie: {
    readonly title: string;
    readonly about: (name: string, letters: number) => string;
    readonly parts: Readonly<Record<TokenPartKind, Named>>;
    readonly letters: (from: number, to: number) => string;
    readonly hidden: (count: number) => string;
    readonly deflated: string;
    readonly sealedNote: string;
    readonly goodSeal: (secret: number) => string;
    readonly badSeal: string;
  };
  readonly row: {
    readonly title: string;
    readonly about: string;
    readonly columns: Readonly<Record<string, string>>;
  };
  readonly trial: {
    readonly title: string;
    readonly about: string;
    readonly place: string;
    readonly letter: string;
    readonly letterHint: string;
    readonly click: string;
    readonly alter: string;
    readonly payload: string;
    readonly payloadHint: string;
    readonly send: string;
    readonly changed: (place: number, part: string, from: string, to: string) => string;
    readonly changedUnseen: (place: number, part: string) => string;
    readonly rewritten: string;
    readonly unchanged: string;
    readonly refused: string;
    readonly accepted: string;
  };
  readonly clocks: {
    readonly title: string;
    readonly about: string;
    readonly aboutRefused: string;
    readonly limits: Readonly<Record<LimitInside["name"], Named>>;
    readonly first: string;
    readonly endsWithBrowser: string;
  };
  readonly keys: {
    readonly title: string;
    readonly none: string;
    readonly ours: string;
    readonly oursAbout: string;
    readonly userId: string;
    /** By key. */
    readonly meanings: Readonly<Record<string, string>>;
    readonly unknown: string;
  };
  readonly register: {
    readonly title: string;
    readonly about: string;
    readonly anonymous: string;
    readonly user: string;
    readonly state: string;
    readonly stands: string;
    readonly foreign: string;
    readonly ended: string;
    readonly outdated: string;
    readonly unknown: string;
    readonly entered: string;
    readonly lastSeen: string;
    readonly remembered: string;
    readonly epoch: string;
    readonly epochs: (ofSession: number | null, ofUser: number) => string;
    readonly others: string;
  };
  readonly acts: {
    readonly title: string;
    readonly about: string;
    readonly key: string;
    readonly value: string;
    readonly buttons: Readonly<Record<LabAct, string>>;
    readonly hints: Readonly<Record<LabAct, string>>;
    readonly news: Readonly<Record<LabNews, string>>;
    readonly testCookieWorked: string;
    readonly testCookieFailed: string;
  };
}
