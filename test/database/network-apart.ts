import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";

/** A network with one machine on it, which loses packets when it is told to. */
export interface NetworkApart {
  /** The machine's address, as seen from here. */
  readonly host: string;
  /** A program begun with these words before it is on that network alone, and is root. */
  readonly enter: readonly string[];
  /** Joins it to this machine, for as long as that program lives. */
  join(pid: number): void;
  /** From now on each packet is lost, both ways, and nobody is told. */
  lose(): void;
  restore(): void;
}

const run = (program: string, ...words: readonly string[]): void =>
  void execFileSync(program, words, { stdio: ["ignore", "ignore", "pipe"] });

/** May this process make networks? Root may, unless it is root in a container that may not. */
export const canBeApart: boolean = ((): boolean => {
  if (process.platform !== "linux") return false;
  try {
    run("unshare", "--net", "ip", "link", "add", "type", "veth");
    return true;
  } catch {
    return false;
  }
})();

/** Nothing of it is left when its program has ended. */
export const networkApart = (): NetworkApart => {
  // Addresses for tests of networks (RFC 2544), by chance: others may do the same at the same time.
  const [third = 0, fourth = 0] = randomBytes(2);
  const [here, there] = [1, 2].map((last) => `198.18.${third}.${(fourth & 0xfc) + last}`);
  const [ours, theirs] = [`cs${randomBytes(4).toString("hex")}`, "apart0"];
  let pid = 0;
  const inside = (...words: readonly string[]): void =>
    run("nsenter", "--net", "--target", String(pid), "ip", ...words);
  // Nobody has this address: what is sent there arrives at the other end, which takes no notice.
  const nobody = ["lladdr", "02:00:00:00:00:01", "nud", "permanent"];

  return {
    host: there ?? "",
    enter: ["unshare", "--net"],
    join(program) {
      pid = program;
      run("ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", String(pid));
      run("ip", "address", "add", `${here}/30`, "dev", ours);
      run("ip", "link", "set", ours, "up");
      inside("address", "add", `${there}/30`, "dev", theirs);
      inside("link", "set", theirs, "up");
    },
    lose() {
      run("ip", "neighbour", "replace", `${there}`, "dev", ours, ...nobody);
      inside("neighbour", "replace", `${here}`, "dev", theirs, ...nobody);
    },
    restore() {
      run("ip", "neighbour", "delete", `${there}`, "dev", ours);
      inside("neighbour", "delete", `${here}`, "dev", theirs);
    },
  };
};
