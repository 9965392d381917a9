import { CountersignError } from "../errors/countersign-error.ts";
import type { CacheClient } from "./cache-client.ts";

/** How long a reply is waited for, in milliseconds. */
const PATIENCE = 2_000;

/** After a reply that did not come nothing is asked for so long, unless one comes after all. */
const SILENCE = 1_000;

/** How many commands wait in the client at most: what it has not sent yet lies in our memory. */
const MOST_IN_FLIGHT = 1_000;

/**
 * A client whose every call ends within two seconds, by a reply or by `storage.unavailable`, and
 * that never has more than a thousand of them waiting. While the server is silent most calls are
 * refused at once: a request that has waited for one reply need not wait for the next.
 *
 * A command that was given up may still be carried out; so may one whose connection breaks.
 */
export const boundedClient = (client: CacheClient): CacheClient => {
  let inFlight = 0;
  let silentSince = Number.NEGATIVE_INFINITY;

  const bounded = <Reply>(send: () => Promise<Reply>): Promise<Reply> => {
    if (inFlight >= MOST_IN_FLIGHT) return Promise.reject(unavailable("has too much to do"));
    if (performance.now() - silentSince < SILENCE) return Promise.reject(unavailable("is silent"));
    inFlight += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        silentSince = performance.now();
        reject(unavailable("did not answer in time"));
      }, PATIENCE);
      const settle = (): void => {
        clearTimeout(timer);
        inFlight -= 1;
        silentSince = Number.NEGATIVE_INFINITY;
      };
      const sending = (async () => send())();
      sending.finally(settle).then(resolve, (error) => reject(unavailable(failureOf(error))));
    });
  };

  return {
    ping: () => bounded(() => client.ping()),
    hgetall: (key) => bounded(() => client.hgetall(key)),
    eval: (script, keys, ...rest) => bounded(() => client.eval(script, keys, ...rest)),
    del: (key) => bounded(() => client.del(key)),
  };
};

const unavailable = (what: string): CountersignError =>
  new CountersignError("storage.unavailable", `The cache ${what}.`);

/**
 * The first word of a reply, such as OOM or READONLY, or the error's name. Not the error itself:
 * clients hang the command on it, and there are sessions in there.
 */
const failureOf = (error: unknown): string => {
  if (!(error instanceof Error)) return "failed";
  const word = /^[A-Z]{2,}(?= |$)/.exec(error.message)?.[0];
  return word === undefined ? `is out of reach (${error.name})` : `answered ${word}`;
};
