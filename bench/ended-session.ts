import type { Answer, Client } from "./client.ts";
import { greeting } from "./servers/visitor.ts";

/** What a server is asked for, in the order in which it is. */
export interface Ways {
  readonly end: readonly ["GET" | "POST", path: string];
  /** The page of somebody who is logged in. */
  readonly page: string;
}

/** What became of a copy of a cookie after the logout. Times are from the logout's answer, in milliseconds. */
export interface Ended {
  /** How many requests with it were let in that were sent after that answer was here. */
  readonly accepted: number;
  /** Until the answer of the last of these; 0 if there was none. */
  readonly letInUntil: number;
  /** Until the answer of the first refusal; undefined if there was none. */
  readonly refusedAfter: number | undefined;
  /** Of the last answer. */
  readonly status: number;
}

/** The two processes of one site. */
export interface Pair {
  readonly first: Client;
  readonly second: Client;
}

/**
 * Logs in and out on one process, and asks the other with a copy of the cookie from the moment of
 * the logout's answer until it refuses.
 *
 * @param patience after how many milliseconds to give up
 * @param before what is to happen between the login and the logout
 */
export const endSession = async (
  { first, second }: Pair,
  { end, page }: Ways,
  patience: number,
  before?: () => unknown,
): Promise<Ended> => {
  const { cookie } = await first.ask("GET", "/begin");
  for (const each of [first, second]) {
    const answer = await each.ask("GET", page, cookie);
    if (!isLetIn(answer)) throw new Error(`a login was not let in: ${answer.status}`);
  }
  await before?.();

  const { at: since, status } = await first.ask(...end, cookie);
  if (status >= 400) throw new Error(`a logout was answered with ${status}`);
  let [accepted, letInUntil] = [0, 0];
  for (;;) {
    const answer = await second.ask("GET", page, cookie);
    const after = answer.at - since;
    const { status } = answer;
    if (!isLetIn(answer)) return { accepted, letInUntil, refusedAfter: after, status };
    accepted += 1;
    letInUntil = after;
    if (after > patience) return { accepted, letInUntil, refusedAfter: undefined, status };
    await aMoment();
  }
};

const isLetIn = ({ status, text }: Answer): boolean => status === 200 && text !== greeting();

const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
