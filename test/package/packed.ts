import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { type Ending, temporaryFolder } from "../stories/temporary-folder.ts";

export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** The package as `npm pack` makes it, unpacked again. */
export interface Packed {
  readonly tarball: string;
  /** Paths of what is in it. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
  /**
   * An empty project with the package in it and what it depends on beside it, and no more of our
   * `node_modules` than is named: an import that the manifest does not declare fails there.
   */
  install(t: Ending, others?: readonly string[]): Project;
}

export interface Project {
  readonly folder: string;
  /** Where the package lies in it. */
  readonly package: string;
  write(file: string, text: string): string;
}

export interface Manifest {
  readonly version: string;
  readonly sideEffects: readonly string[];
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Record<"types" | "default", string>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** What nobody wants to see published, at the root and where the package is built. */
const PLANTED = [".env", "data/site.db", "server.key", "dist/.env", "dist/site.db", "dist/old.js"];

const LEFT_OUT = ["node_modules", ".git", "data", "dist"];

let made: Packed | undefined;

/** Packed once for a process, and gone at its tests' end. */
export const packed = (): Packed => {
  made ??= pack({ after });
  return made;
};

/** Packs a copy of this tree, because packing changes its package.json for a moment. */
const pack = (t: Ending): Packed => {
  const tree = temporaryFolder(t);
  cpSync(ROOT, tree, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
  link(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const file of PLANTED) write(tree, file, "planted");
  const [report] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--silent"], { cwd: tree, encoding: "utf8" }),
  ) as readonly PackReport[];
  const tarball = join(tree, report!.filename);
  const unpacked = temporaryFolder(t);
  execFileSync("tar", ["-xzf", tarball, "-C", unpacked]);
  const source = join(unpacked, "package");
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest;
  const files = report!.files.map(({ path }) => path);

  const install = (t: Ending, others: readonly string[] = []): Project => {
    const folder = temporaryFolder(t);
    write(folder, "package.json", '{ "type": "module", "private": true }');
    const home = join(folder, "node_modules", "countersign");
    cpSync(source, home, { recursive: true });
    for (const name of new Set([...neededBy(manifest), ...others])) {
      link(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    }
    return { folder, package: home, write: (file, text) => write(folder, file, text) };
  };
  return { tarball, files, manifest, install };
};

/** What npm installs along with it. */
const neededBy = (manifest: Manifest): readonly string[] => [
  ...Object.keys(manifest.dependencies),
  ...Object.keys(manifest.peerDependencies).filter(
    (name) => !manifest.peerDependenciesMeta?.[name]?.optional,
  ),
];

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const link = (target: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, "junction");
};

const write = (folder: string, file: string, text: string): string => {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};
