import type { Server } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Logger } from "pino";
import { trustedProxies } from "../requests/trusted-proxies.ts";
import { visitorAddress } from "../requests/visitor-address.ts";
import { answerRequest, type SiteState } from "./answer-request.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { originOf, type SiteSettings } from "./environment.ts";
import { findPort } from "./find-port.ts";
import { keepTickShape } from "./keep-tick-shape.ts";
import { listen } from "./listen.ts";
import { naming } from "./naming.ts";
import { siteCountersign } from "./site-countersign.ts";

export interface RunningSite {
  /** The public origin, or in development where it listens. */
  readonly origin: string;
  /**
   * Says at `/health` that it is leaving, waits for the drain delay, stops listening, answers what
   * is under way, and closes everything: within ten seconds in all. Resolves with whether everything is
   * closed: if not, only `leaveProcess` does not wait for it.
   *
   * @param delay in seconds, in place of the drain delay
   */
  stop(delay?: number): Promise<boolean>;
}

/** In milliseconds, from the signal to the last answer. The rest of the ten seconds is for closing. */
const LONGEST_DRAIN = 9_000;
const LONGEST_CLOSE = 500;

/** Runs the site. Rejects with `settings.invalid` or `storage.unavailable` before the port opens. */
export const serve = async (given: SiteSettings, log: Logger): Promise<RunningSite> => {
  // The origin has to be known before the site is put together, and it names the port.
  const settings = { ...given, port: given.port || (await findPort(given.host, 0)) };
  const cs = await siteCountersign(settings, log);
  await cs.ready().catch(naming("COUNTERSIGN_DATABASE"));
  await keepTickShape();
  await collectGarbage();
  const site: SiteState = {
    context: cs.context!,
    log,
    checksHost: !settings.isDevelopment,
    isDraining: false,
  };
  const isTrusted = trustedProxies(settings.trustedProxies);
  const server = await listen(
    settings.host,
    settings.port,
    site.context.parts.place,
    (request, peer) =>
      answerRequest(site, request, () => visitorAddress(peer, request.headers, isTrusted)),
  ).catch(async (error) => {
    await cs.close();
    throw error;
  });

  return {
    origin: originOf(settings),
    async stop(delay = settings.drainDelay) {
      site.isDraining = true;
      const began = performance.now();
      await sleep(delay * 1_000);
      await closeServer(server, LONGEST_DRAIN - (performance.now() - began));
      // A thread that is at a hash ends with that, and on a machine without a core to spare takes long.
      const isClosed = cs.close().then(() => true);
      return Promise.race([isClosed, sleep(LONGEST_CLOSE, false)]);
    },
  };
};

/** In milliseconds. Whoever has just connected has so long to say what for. */
const GRACE = 100;

/** Lets what is under way end, but waits for no client longer than this. */
const closeServer = async (server: Server, patience: number): Promise<void> => {
  const timer = setTimeout(() => server.closeAllConnections(), Math.max(patience, 0));
  await everybodyIsIn(server, patience);
  // From now on, and each time after a turn of reading: whoever is taken in the turn of a sweep has not been
  // read, and would be reset as idle.
  const sweep = setInterval(() => setImmediate(() => server.closeIdleConnections()), GRACE);
  // Not the close of `node:http`, which also resets connections that have come and not been read yet.
  await new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  clearInterval(sweep);
  clearTimeout(timer);
};

/**
 * Waits until no connection is left that the system has made and we have not taken: closing would
 * reset those. There are many where this process had to wait for its turn, and each turn takes one.
 */
const everybodyIsIn = async (server: Server, patience: number): Promise<void> => {
  const until = performance.now() + patience;
  let quiet = 0;
  const note = (): void => {
    quiet = 0;
  };
  server.on("connection", note);
  // Two turns, because the first of them may be half over.
  while (quiet < 2 && performance.now() < until) {
    quiet += 1;
    await turn();
  }
  server.off("connection", note);
};
