import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/**
 * Installs what a folder pins, unless it is there.
 *
 * @returns names and versions of those that are installed now: without a registry it may be none
 */
export const installPinned = (
  folder: string,
  say: (text: string) => void,
): ReadonlyMap<string, string> => {
  const isInstalled = ([name, version]: readonly [string, string]): boolean => {
    const place = join(folder, "node_modules", name);
    return existsSync(place) && manifestOf(place).version === version;
  };
  const pinned = Object.entries(manifestOf(folder).dependencies ?? {});
  if (!pinned.every(isInstalled)) {
    say(`npm ci --prefix ${folder}`);
    const { status } = spawnSync("npm", ["ci", "--prefix", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) say(`npm ci failed; what is missing in ${folder} is left out, and named`);
  }
  return new Map(pinned.filter(isInstalled));
};

/** The peers, in the versions that are pinned. */
export const installPeers = (say: (text: string) => void): ReadonlyMap<string, string> =>
  installPinned("bench/peers", say);
