import { type Closing, closeSession } from "../sessions/close-session.ts";
import { openSession } from "../sessions/open-session.ts";
import type { Session } from "../sessions/session.ts";
import type { SessionDoor } from "../sessions/session-door.ts";

/** A request that has begun and is not answered yet. */
export interface OpenRequest {
  readonly session: Session;
  /** Why a cookie was refused, so far. */
  readonly refusals: readonly string[];
  /** Answers, and keeps what the answer sets. */
  answer(status?: number): Promise<Closing>;
}

/** A browser with one cookie, at a door without a server around it. */
export interface TestBrowser {
  /** What the browser holds under our name, if anything. */
  token: string | undefined;
  begin(): Promise<OpenRequest>;
  /** One whole request. */
  visit(act?: (session: Session) => unknown, status?: number): Promise<Closing>;
  /** What a handler would see. */
  look<Seen>(act: (session: Session) => Seen): Promise<Seen>;
}

export const openBrowser = (door: SessionDoor, token?: string): TestBrowser => {
  const browser: TestBrowser = {
    token,
    async begin() {
      const refusals: string[] = [];
      const header = browser.token === undefined ? null : `${door.cookie.name}=${browser.token}`;
      const visitor = () => ({ userAgent: "Mozilla/5.0", address: "192.0.2.1" });
      const session = await openSession(door, header, visitor, (reason) => refusals.push(reason));
      return {
        session,
        refusals,
        async answer(status = 200) {
          const closing = await closeSession(session, status);
          if (closing.setCookie !== undefined) browser.token = keptOf(closing.setCookie);
          return closing;
        },
      };
    },
    async visit(act = () => {}, status = 200) {
      const { session, answer } = await browser.begin();
      await act(session);
      return answer(status);
    },
    async look(act) {
      const { session, answer } = await browser.begin();
      const seen = act(session);
      await answer();
      return seen;
    },
  };
  return browser;
};

const keptOf = (setCookie: string): string | undefined =>
  /; Max-Age=0(;|$)/.test(setCookie) ? undefined : tokenOf(setCookie);

/** The value that a Set-Cookie line sets. */
export const tokenOf = (setCookie: string | undefined): string =>
  setCookie?.slice(setCookie.indexOf("=") + 1).split(";", 1)[0] ?? "";
