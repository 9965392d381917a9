import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** May anybody but the owner read or write it? False of what is not there. */
export const isOpenToOthers = (path: string): boolean => {
  // Windows has no such modes.
  if (process.platform === "win32") return false;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && (stat.mode & 0o077) !== 0;
};

/** Magic numbers of statfs(2), on Linux: NFS, SMB, CIFS, SMB2, 9P, AFS, Ceph, Coda. */
const NETWORK: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x5346414f, 0x00c36400, 0x73757245,
]);

/** Is it, or the folder in which it will be, on another machine's disk? Known on Linux alone. */
export const isOnNetwork = (path: string): boolean => {
  if (process.platform !== "linux") return false;
  for (let place = path; ; place = dirname(place)) {
    if (existsSync(place)) return NETWORK.has(statfsSync(place).type);
    if (place === dirname(place)) return false;
  }
};
