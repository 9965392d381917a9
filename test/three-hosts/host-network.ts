// Above 150 lines, for it is one idea: hosts and what lies between them, on a machine that can make
// networks and on one that cannot.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { canBeApart } from "../database/network-apart.ts";
import { tcpProxy } from "../database/tcp-proxy.ts";
import type { Ending } from "../stories/temporary-folder.ts";

export const HOSTS = ["balancer", "site1", "site2", "site3", "postgres", "redis"] as const;
export type HostName = (typeof HOSTS)[number];

/** A machine of its own, or what plays one. */
export interface Host {
  readonly address: string;
  /** Words that come before a command that is to run there. */
  readonly enter: readonly string[];
}

/** How one host reaches a port of another. */
export interface Way {
  /** `host:port`. */
  readonly address: string;
  /** Nothing comes through any more. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

export interface HostNetwork {
  readonly kind: "namespaces" | "loopback";
  readonly hosts: Readonly<Record<HostName, Host>>;
  /** Addresses of this process, from which visitors come. */
  readonly visitors: readonly string[];
  way(from: HostName, to: HostName, port: number): Promise<Way>;
}

/** Network namespaces where this process may make them, and loopback addresses elsewhere or if asked for. */
export const hostNetwork = (t: Ending, kind?: HostNetwork["kind"]): Promise<HostNetwork> =>
  canBeApart && kind !== "loopback" ? namespaces(t) : Promise.resolve(loopback(t));

const loopback = (t: Ending): HostNetwork => ({
  kind: "loopback",
  hosts: hostsOf((at) => ({ address: `127.0.0.${at + 1}`, enter: [] })),
  visitors: VISITORS.map((last) => `127.0.1.${last}`),
  async way(_from, _to, port) {
    const { port: before, cut, restore } = await tcpProxy(t, port);
    return { address: `127.0.0.1:${before}`, cut, restore };
  },
});

/** Last parts of addresses. So many that none of them registers more than ten people in an hour. */
const VISITORS: readonly number[] = Array.from({ length: 150 }, (_, at) => 100 + at);

const hostsOf = (host: (at: number) => Host): Record<HostName, Host> =>
  Object.fromEntries(HOSTS.map((name, at) => [name, host(at)])) as Record<HostName, Host>;

/**
 * A switch with a cable to each host and one to this process, each in a namespace of its own. They are
 * held by programs that end with this process, however it ends; then nothing is left of them.
 */
const namespaces = async (t: Ending): Promise<HostNetwork> => {
  // Addresses for tests of networks (RFC 2544), by chance: others may do the same at the same time.
  const network = `198.19.${randomBytes(1)[0]}`;
  const cable = `cs${randomBytes(4).toString("hex")}`;
  const [box, ...holders] = await Promise.all(["switch", ...HOSTS].map(() => holder(t)));
  const into = (pid = 0): string[] => ["nsenter", `--net=/proc/${pid}/ns/net`];
  const configure = (pid: number | undefined, ...lines: string[]): void => {
    const [program = "", ...words] = [...(pid ? into(pid) : []), "ip", "-batch", "-"];
    execFileSync(program, words, { input: lines.join("\n"), stdio: ["pipe", "ignore", "pipe"] });
  };
  const link = (name: string, other: string, pid?: number): string =>
    `link add ${name} type veth peer name ${other} netns ${pid}`;
  const plug = (name: string): string[] => [`link set ${name} master box0`, `link set ${name} up`];

  configure(box?.pid, "link add box0 type bridge", "link set box0 up");
  HOSTS.forEach((name, at) => {
    configure(box?.pid, link(name, "eth0", holders[at]?.pid), ...plug(name));
    const address = `address add ${network}.${at + 1}/24 dev eth0`;
    configure(holders[at]?.pid, address, "link set eth0 up", "link set lo up");
  });
  const visitors = VISITORS.map((last) => `${network}.${last}`);
  const added = visitors.map((address) => `address add ${address}/24 dev ${cable}`);
  configure(undefined, link(cable, "visitors", box?.pid), ...added, `link set ${cable} up`);
  configure(box?.pid, ...plug("visitors"));

  const hosts = hostsOf((at) => ({
    address: `${network}.${at + 1}`,
    // A program outlives nobody either.
    enter: ["setpriv", "--pdeathsig", "KILL", ...into(holders[at]?.pid)],
  }));
  const lose = (from: HostName, to: HostName, verb: "replace" | "delete"): void => {
    // Nobody has this address: what is sent there is lost, and nobody is told.
    const nobody = verb === "replace" ? "lladdr 02:00:00:00:00:01 nud permanent" : "";
    const pid = holders[HOSTS.indexOf(from)]?.pid;
    configure(pid, `neighbour ${verb} ${hosts[to].address} dev eth0 ${nobody}`);
  };
  return {
    kind: "namespaces",
    hosts,
    visitors,
    async way(from, to, port) {
      const both = (verb: "replace" | "delete") => async (): Promise<void> => {
        lose(from, to, verb);
        lose(to, from, verb);
      };
      const address = `${hosts[to].address}:${port}`;
      return { address, cut: both("replace"), restore: both("delete") };
    },
  };
};

/** A program that does nothing but have a namespace, until its input ends. */
const holder = async (t: Ending): Promise<ChildProcess> => {
  const child = spawn("unshare", ["--net", "sh", "-c", "echo; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.after(() => void child.kill());
  await once(child.stdout, "data");
  return child;
};
