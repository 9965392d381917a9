import type { TestContext } from "node:test";
import { accountWalk } from "./account-walk.ts";
import { contractWalk } from "./contract-walk.ts";
import { eventsWalk } from "./events-walk.ts";
import { ownPagesWalk } from "./own-pages-walk.ts";

/** Runs an example as its reader would, and fails if it does not do what it says. */
export type Walk = (t: Pick<TestContext, "after">, file: string) => Promise<void>;

/** One for each file of `examples/`: walked from the sources, and from the installed package. */
export const walks: Readonly<Record<string, Walk>> = {
  "events.ts": eventsWalk,
  "express-app.ts": accountWalk,
  "fastify-app.ts": accountWalk,
  "fetch-app.ts": accountWalk,
  "hono-app.ts": accountWalk,
  "node-app.ts": accountWalk,
  "own-engine.ts": contractWalk,
  "own-pages.ts": ownPagesWalk,
};
