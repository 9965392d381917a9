import cluster from "node:cluster";
import type { Command } from "commander";
import type { Logger } from "pino";
import { leaveProcess } from "../site/leave-process.ts";
import { isOpenToOthers } from "../site/on-disk.ts";
import { runWorker } from "../site/run-worker.ts";
import { developmentSecretFile } from "../site/secrets.ts";
import { type RunningSite, serve } from "../site/serve.ts";
import { serveByWorkers } from "../site/serve-by-workers.ts";
import { siteLog } from "../site/site-log.ts";
import { addSettings, settingsOf } from "./settings-options.ts";

/** Two signals within it are one that was sent twice, as npm and a terminal both do. In milliseconds. */
const ECHO = 1_000;

export const addServe = (program: Command): void => {
  const command = program
    .command("serve")
    .description("run the login site")
    .option(
      "--development",
      "http on a loopback address, with a secret made by itself; NODE_ENV overrides it",
    );
  addSettings(command).action(async () => {
    const settings = settingsOf(command);
    const log = siteLog(settings);
    const isShared = settings.workers > 1;
    if (isShared && cluster.isWorker) {
      process.exitCode = await runWorker(settings, log);
      return;
    }
    const site = await (isShared ? serveByWorkers : serve)(settings, log);
    // Before anybody can know that it listens: a signal that comes at once is answered as any other.
    const exitCode = untilStopped(site, log);
    if (process.stdout.isTTY) process.stdout.write(`\n  Countersign is at ${site.origin}\n\n`);
    const mode = settings.isDevelopment ? "development" : "production";
    const workers = isShared ? settings.workers : undefined;
    log.info(
      { event: "listening", origin: site.origin, mode, workers },
      `listening at ${site.origin}`,
    );
    if (settings.isDevelopment) {
      log.warn(
        { event: "development" },
        "development: http, and a secret of its own making. Production wants NODE_ENV=production.",
      );
      const file = developmentSecretFile(settings);
      if (settings.secrets === undefined && isOpenToOthers(file)) {
        log.warn(
          { event: "secretOpen", file },
          "others may read the secret of development: chmod 600",
        );
      }
    }
    process.exitCode = await exitCode;
  });
};

/** Resolves with the exit code once the site has been stopped, by a signal or by a fault of ours. */
const untilStopped = (site: RunningSite, log: Logger): Promise<number> =>
  new Promise((resolve, reject) => {
    let stoppingSince: number | undefined;
    const stop = (exitCode: number): void => {
      stoppingSince = performance.now();
      site.stop().then((isClosed) => {
        if (!isClosed) leaveProcess(exitCode);
        resolve(exitCode);
      }, reject);
    };
    const onSignal = (signal: NodeJS.Signals): void => {
      if (stoppingSince === undefined) {
        log.info({ event: "stopping", signal }, "stopping: answering what is under way");
        stop(0);
      } else if (performance.now() - stoppingSince > ECHO) {
        log.warn({ event: "stopping", signal }, "stopping at once");
        leaveProcess(1);
      }
    };
    // What nobody caught leaves the process in a state that nobody thought of.
    const onFault = (error: unknown): void => {
      log.fatal({ event: "faultUncaught", err: error }, "an error that nobody caught: stopping");
      if (stoppingSince === undefined) stop(1);
    };
    process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
    process.on("uncaughtException", onFault).on("unhandledRejection", onFault);
  });
