import cluster from "node:cluster";
import type { Logger } from "pino";
import { originOf, type SiteSettings } from "./environment.ts";
import { findPort } from "./find-port.ts";
import { keepWorker } from "./keep-worker.ts";
import { naming } from "./naming.ts";
import type { RunningSite } from "./serve.ts";
import { siteCountersign } from "./site-countersign.ts";

/**
 * Runs the site in several processes that share one port, and answers nothing itself. Resolves when all of
 * them listen; rejects as `serve` does, before any of them starts if it can be known by then.
 *
 * The workers are started with the words that this process was started with (`runWorker`).
 */
export const serveByWorkers = async (given: SiteSettings, log: Logger): Promise<RunningSite> => {
  const settings = { ...given, port: await findPort(given.host, given.port) };
  await tryOut(settings, log);
  // Handed out in turn, by this process: of a socket that all listen on, one would take the most.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  // Of two flags of one name the last counts.
  cluster.setupPrimary({ args: [...process.argv.slice(2), "--port", String(settings.port)] });
  // However this process exits, nobody works on without it.
  process.once("exit", () => {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
  });
  const places = Array.from({ length: settings.workers }, () => keepWorker(log));
  const kept = await Promise.all(places);
  return {
    origin: originOf(settings),
    async stop() {
      await Promise.all(kept.map((each) => each.stop()));
      return true;
    },
  };
};

/** Makes the tables and the development secret, and says once what each worker would say. */
const tryOut = async (settings: SiteSettings, log: Logger): Promise<void> => {
  const cs = await siteCountersign(settings, log);
  await cs.ready().catch(naming("COUNTERSIGN_DATABASE"));
  await cs.close();
};
