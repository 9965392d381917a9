import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Ending, temporaryFolder } from "../stories/temporary-folder.ts";
import { type Guide, type GuideBlock, ROOT } from "./guide-blocks.ts";

export const TSC: string = join(ROOT, "node_modules/typescript/bin/tsc");

const WRITTEN = ["program", "server", "module"];

export const isWritten = ({ kind }: GuideBlock): boolean => WRITTEN.includes(kind);

/** Where the files of a page lie, in the folder of all pages. */
export const folderOf = (root: string, { path }: Guide): string =>
  join(root, path.replace(/\.md$/, "").replaceAll("/", "-").toLowerCase());

/**
 * A project with every page's files in it, a folder a page, which finds our sources under our name
 * and our packages under theirs. Of ours the compiler sees what a program of an installed package sees:
 * the declarations.
 */
export const guideFolder = (t: Ending, guides: readonly Guide[]): string => {
  const root = temporaryFolder(t);
  const modules = join(root, "node_modules");
  mkdirSync(modules);
  const names = readdirSync(join(ROOT, "node_modules")).filter((name) => !name.startsWith("."));
  for (const name of names) link(join(ROOT, "node_modules", name), join(modules, name));
  link(ROOT, join(modules, "countersign"));
  // As installing makes it.
  mkdirSync(join(modules, ".bin"));
  const command = `#!/bin/sh\nexec node ${join(ROOT, "tools/countersign.js")} "$@"\n`;
  writeFileSync(join(modules, ".bin/countersign"), command, { mode: 0o755 });
  writeFileSync(join(root, "package.json"), '{ "type": "module", "private": true }');
  for (const guide of guides) {
    const folder = folderOf(root, guide);
    mkdirSync(folder);
    for (const block of guide.blocks.filter(isWritten)) {
      // With an export it is a module, whose names are its own; and no name is given twice.
      writeFileSync(join(folder, block.file), `${block.text}export {};\n`, { flag: "wx" });
    }
  }
  const config = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: {
      rootDir: "/",
      // Nobody makes declarations of them, so that they need not annotate what they export.
      declaration: false,
      isolatedDeclarations: false,
      paths: declareIn(join(root, "declarations")),
    },
  };
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify(config));
  return root;
};

/** The path of a configuration by which the compiler takes these pages for one program. */
export const projectOf = (root: string, pages: readonly Guide[]): string => {
  const include = pages.map((page) => `${basename(folderOf(root, page))}/*.ts`);
  const path = join(root, `tsconfig.${include.length}.${basename(folderOf(root, pages[0]!))}.json`);
  writeFileSync(path, JSON.stringify({ extends: "./tsconfig.json", include }));
  return path;
};

/** Writes our declarations, and says under which name the compiler finds which. */
const declareIn = (folder: string): Readonly<Record<string, readonly string[]>> => {
  const build = ["-p", join(ROOT, "tsconfig.build.json"), "--noCheck", "--emitDeclarationOnly"];
  execFileSync(process.execPath, [TSC, ...build, "--outDir", folder]);
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const doors = Object.entries(manifest.exports as Record<string, string>);
  return Object.fromEntries(
    doors.map(([door, file]) => [
      door.replace(/^\./, "countersign"),
      [file.replace(/^\.\/src/, folder).replace(/\.ts$/, ".d.ts")],
    ]),
  );
};

const link = (target: string, path: string): void => symlinkSync(target, path, "junction");
