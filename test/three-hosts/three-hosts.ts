import { accessSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  balancerCommand,
  type Command,
  type Plan,
  redisCommand,
  siteCommand,
} from "../../examples/three-hosts/commands.ts";
import { type PostgresServer, postgresServer, skipsPostgres } from "../database/postgres-server.ts";
import { freePort } from "../stories/free-port.ts";
import { SECRET } from "../stories/people.ts";
import { type Ending, temporaryFolder } from "../stories/temporary-folder.ts";
import { untilStates } from "./balancer-state.ts";
import { type HostName, type HostNetwork, hostNetwork, type Way } from "./host-network.ts";
import { type RunningProgram, runningProgram, SEARCHED } from "./running-program.ts";

/** Three sites over one PostgreSQL and one Redis, behind haproxy. */
export interface ThreeHosts {
  readonly network: HostNetwork;
  readonly plan: Plan;
  readonly sites: Readonly<Record<SiteName, RunningProgram>>;
  readonly postgres: PostgresServer;
  readonly redis: RunningProgram;
  readonly balancer: RunningProgram;
  /** From the third site to the database. */
  readonly way: Way;
  /** Waits until the balancer thinks so of these sites. */
  until(states: Partial<Record<SiteName, "UP" | "DOWN">>): Promise<void>;
}

export const SITES = ["site1", "site2", "site3"] as const;
export type SiteName = (typeof SITES)[number];

export interface HostsWanted {
  readonly engine: string;
  readonly network?: HostNetwork["kind"];
  /** Changes the plan, and which addresses and ports it names. */
  readonly plan?: Partial<Plan>;
}

const isThere = (program: string): boolean =>
  SEARCHED.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program));
      return true;
    } catch {
      return false;
    }
  });

const missing = ["haproxy", "redis-server"].filter((program) => !isThere(program));

/** Why there are no three hosts here, or false. Where CI=true there have to be. */
export const skipsHosts: string | false =
  missing.length > 0 && process.env["CI"] !== "true"
    ? `no ${missing.join(", no ")} on this machine (Debian: apt-get install haproxy redis-server)`
    : skipsPostgres;

/** Everything is started, and the balancer sends requests to all three. All is gone when the test is over. */
export const threeHosts = async (t: Ending, wanted: HostsWanted): Promise<ThreeHosts> => {
  const network = await hostNetwork(t, wanted.network);
  const { hosts, kind } = network;
  const address = async (host: HostName): Promise<string> =>
    `${hosts[host].address}:${await freePort()}`;
  const plan: Plan = {
    origin: "https://login.example.org",
    isDevelopment: false,
    secret: SECRET,
    engine: wanted.engine,
    sites: [await address("site1"), await address("site2"), await address("site3")],
    redis: await address("redis"),
    balancer: await address("balancer"),
    state: await address("balancer"),
    ...wanted.plan,
  };
  const apart = { host: hosts.postgres.address, enter: hosts.postgres.enter };
  const none = (): void => {};
  const postgres = await postgresServer(
    t,
    kind === "loopback" ? {} : { network: { ...apart, join: none, lose: none, restore: none } },
  );
  const way = await network.way("site3", "postgres", postgres.port);

  const program = (host: HostName, at: string, command: Command): RunningProgram =>
    // Each in a folder of its own, as on a machine of its own.
    runningProgram(t, { host: hosts[host], command, address: at, folder: temporaryFolder(t) });
  const site = (name: SiteName): RunningProgram => {
    const at = plan.sites[SITES.indexOf(name)] ?? "";
    const database = new URL(postgres.address());
    if (name === "site3") database.host = way.address;
    const command = siteCommand(plan, at, database.href);
    const environment = { ...command.environment, COUNTERSIGN_BCRYPT_COST: "10" };
    return program(name, at, { ...command, environment });
  };
  const all: ThreeHosts = {
    network,
    plan,
    sites: { site1: site("site1"), site2: site("site2"), site3: site("site3") },
    postgres,
    redis: program("redis", plan.redis, redisCommand(plan)),
    balancer: program("balancer", plan.balancer, balancerCommand(plan)),
    way,
    until: (states) => untilStates(plan.state, states as Record<string, "UP" | "DOWN">),
  };
  await all.redis.start();
  // At once, on an empty database: one of them makes the tables.
  await Promise.all(Object.values(all.sites).map((each) => each.start()));
  await all.balancer.start();
  await all.until({ site1: "UP", site2: "UP", site3: "UP" });
  return all;
};
