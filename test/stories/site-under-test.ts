import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { pino } from "pino";
import { countersign } from "../../src/assembly/countersign.ts";
import type { Settings } from "../../src/assembly/settings.ts";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { answerRequest, type SiteState } from "../../src/site/answer-request.ts";
import { listen } from "../../src/site/listen.ts";
import { SECRET } from "./people.ts";
import type { SentHeaders } from "./send.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** The site in this process, on a real socket. */
export interface SiteUnderTest {
  /** Where it listens. */
  readonly url: string;
  /** Its public origin; the same as `url` unless the settings say otherwise. */
  readonly origin: string;
  /** Path of the SQLite file; of another database its address. */
  readonly database: string;
  /** Every line that was logged, at debug. */
  readonly log: readonly Record<string, unknown>[];
  readonly state: SiteState;
  stop(): Promise<void>;
}

/** Development on http, cheap hashes and a good secret, unless the settings say otherwise. */
export const siteUnderTest = async (
  t: Pick<TestContext, "after">,
  settings: Partial<Settings> = {},
): Promise<SiteUnderTest> => {
  const address = settings.database ?? `sqlite:${join(temporaryFolder(t), "site.db")}`;
  const database = address.replace(/^sqlite:/, "");
  const log: Record<string, unknown>[] = [];
  const logger = pino(
    { level: "debug", base: null },
    { write: (line) => log.push(JSON.parse(line)) },
  );

  // The origin names the port, which is known once the server listens.
  let state: SiteState | undefined;
  const place = { origin: settings.origin ?? "http://", hsts: settings.hsts ?? "host" } as const;
  const server = await listen("127.0.0.1", 0, place, (request, address) =>
    answerRequest(state!, request, () => address),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cs = countersign({
    origin: url,
    secrets: [SECRET],
    hashers: [bcryptSha256({ cost: 4 })],
    development: true,
    alone: true,
    log: logger,
    ...settings,
    database: address,
  });
  await cs.ready();
  state = {
    context: cs.context!,
    log: logger,
    checksHost: settings.development === false,
    isDraining: false,
  };

  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await cs.close();
  };
  t.after(stop);
  return { url, origin: settings.origin ?? url, database, log, state, stop };
};

/** What production is: https in front, a real cost, and a `Host` that has to be ours. */
export const PRODUCTION: Partial<Settings> = {
  origin: "https://login.example.org",
  development: false,
  hashers: [bcryptSha256({ cost: 10 })],
};

/** Headers with which a proxy hands a request of the public host on. */
export const PUBLIC: SentHeaders = { Host: "login.example.org" };
