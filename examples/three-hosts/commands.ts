import { fileURLToPath } from "node:url";

/** What is started on one host. README.md has the same commands, to be typed. */
export interface Command {
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly [program: string, ...words: string[]];
}

/** Where everything is. Addresses are `host:port`. */
export interface Plan {
  /** As visitors see it. */
  readonly origin: string;
  readonly isDevelopment: boolean;
  readonly secret: string;
  readonly engine: string;
  /** Three of them. */
  readonly sites: readonly string[];
  readonly redis: string;
  readonly balancer: string;
  /** The balancer's own page, which says who is there. */
  readonly state: string;
}

/** @param database `postgres://…`, as this site reaches it */
export const siteCommand = (plan: Plan, site: string, database: string): Command => {
  const [host, port] = split(site);
  return {
    environment: {
      HOST: host,
      PORT: port,
      COUNTERSIGN_ORIGIN: plan.origin,
      COUNTERSIGN_SECRET: plan.secret,
      COUNTERSIGN_DATABASE: database,
      COUNTERSIGN_ENGINE: plan.engine,
      COUNTERSIGN_CACHE: `redis://${plan.redis}/0`,
      COUNTERSIGN_TRUSTED_PROXIES: split(plan.balancer)[0],
      COUNTERSIGN_DRAIN_DELAY: "3s",
    },
    words: [
      "node",
      inClone("tools/countersign.js"),
      "serve",
      ...(plan.isDevelopment ? ["--development"] : []),
    ],
  };
};

export const redisCommand = ({ redis }: Plan): Command => {
  const [host, port] = split(redis);
  const alone = ["--save", "", "--appendonly", "no", "--protected-mode", "no"];
  return {
    environment: {},
    words: ["redis-server", "--bind", host, "--port", port, ...alone],
  };
};

export const balancerCommand = ({ sites, balancer, state }: Plan): Command => ({
  environment: {
    PUBLIC: balancer,
    STATE: state,
    ...Object.fromEntries(sites.map((site, at) => [`SITE_${at + 1}`, site])),
  },
  words: ["haproxy", "-db", "-f", inClone("examples/three-hosts/haproxy.cfg")],
});

const split = (address: string): [host: string, port: string] => {
  const colon = address.lastIndexOf(":");
  return [address.slice(0, colon), address.slice(colon + 1)];
};

const inClone = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
