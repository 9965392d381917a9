import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "bench/peers";

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

const isInstalled = ([name, version]: readonly [string, string]): boolean => {
  const folder = join(FOLDER, "node_modules", name);
  return existsSync(folder) && manifestOf(folder).version === version;
};

/**
 * Installs the peers in the versions that are pinned, unless they are there.
 *
 * @returns names and versions of those that are installed now: without a registry it may be none
 */
export const installPeers = (say: (text: string) => void): ReadonlyMap<string, string> => {
  const pinned = Object.entries(manifestOf(FOLDER).dependencies ?? {});
  if (!pinned.every(isInstalled)) {
    say(`peers: npm ci --prefix ${FOLDER}`);
    const { status } = spawnSync("npm", ["ci", "--prefix", FOLDER], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0)
      say("peers: npm ci failed; what is missing is left out, and named in the table");
  }
  return new Map(pinned.filter(isInstalled));
};
