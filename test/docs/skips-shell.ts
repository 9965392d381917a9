import { spawnSync } from "node:child_process";

const missing = ["bash", "curl"].find((command) => spawnSync(command, ["--version"]).error);

/** Why lines of shell are not run here, or false. Where CI=true they are run in any case. */
export const skipsShell: string | false =
  missing !== undefined && process.env["CI"] !== "true" ? `no ${missing} on this machine` : false;
