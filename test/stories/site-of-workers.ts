import type { TestContext } from "node:test";
import type { Answer } from "./send.ts";
import { type SiteProcess, siteProcess, type Wanted } from "./site-process.ts";
import { spoken } from "./spoken.ts";

/** A site of two workers. */
export interface SiteOfWorkers extends SiteProcess {
  /** Everything that was logged. */
  log(): readonly Readonly<Record<string, unknown>>[];
  /** Of every worker that ever listened, in this order. */
  pids(): readonly number[];
  /** Which worker gave this answer. */
  pidOf(answer: Answer): Promise<number>;
}

/** Starts a site of two workers, and waits until both listen. */
export const siteOfWorkers = async (
  t: Pick<TestContext, "after">,
  { environment, ...wanted }: Wanted,
): Promise<SiteOfWorkers> => {
  const site = await siteProcess(t, {
    ...wanted,
    environment: { COUNTERSIGN_WORKERS: "2", ...environment },
  });
  const log: SiteOfWorkers["log"] = () => site.output.map((line) => JSON.parse(line));
  return {
    ...site,
    log,
    pids: () =>
      log()
        .filter(({ msg }) => msg === "a worker listens")
        .map(({ worker }) => Number(worker)),
    async pidOf({ headers }) {
      const id = String(headers["request-id"]);
      await spoken(site, id);
      return Number(log().find(({ requestId }) => requestId === id)?.["pid"]);
    },
  };
};
