import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ending, temporaryFolder } from "../stories/temporary-folder.ts";
import { type Guide, type GuideBlock, ROOT } from "./guide-blocks.ts";

const WRITTEN = ["program", "server", "module"];

export const isWritten = ({ kind }: GuideBlock): boolean => WRITTEN.includes(kind);

/** Where the files of a page lie, in the folder of all pages. */
export const folderOf = (root: string, { path }: Guide): string =>
  join(root, path.replace(/\.md$/, "").replaceAll("/", "-").toLowerCase());

/**
 * A project with every page's files in it, a folder a page, which finds our sources under our name
 * and our packages under theirs.
 */
export const guideFolder = (t: Ending, guides: readonly Guide[]): string => {
  const root = temporaryFolder(t);
  const modules = join(root, "node_modules");
  mkdirSync(modules);
  const names = readdirSync(join(ROOT, "node_modules")).filter((name) => !name.startsWith("."));
  for (const name of names) link(join(ROOT, "node_modules", name), join(modules, name));
  link(ROOT, join(modules, "countersign"));
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
    // Nobody makes declarations of them, so that they need not annotate what they export.
    compilerOptions: { rootDir: "/", declaration: false, isolatedDeclarations: false },
    include: ["*/*.ts"],
  };
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify(config));
  return root;
};

const link = (target: string, path: string): void => symlinkSync(target, path, "junction");
