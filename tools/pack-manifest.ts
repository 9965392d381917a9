// Points package.json at `dist/` before packing and back at `src/` after it: a clone runs from its
// sources, and Node strips no types below node_modules. `node tools/pack-manifest.ts dist|src`
import { readFileSync, writeFileSync } from "node:fs";

/** What the published code runs on: type stripping is the clone's need, not the package's. */
const ENGINES = { node: ">=22.18" };

type Target = string | { readonly types: string; readonly default: string };
interface Manifest {
  bin: Record<string, string>;
  /** The programs: what is run, and imported by nobody. */
  sideEffects: readonly string[];
  exports: Record<string, Target>;
  engines?: typeof ENGINES;
}

const built = (path: string): string => path.replace(/^\.\/src\/(.+)\.ts$/, "./dist/$1.js");
const sourceOf = (path: string): string => path.replace(/^\.\/dist\/(.+)\.js$/, "./src/$1.ts");

const inDist = (path: string): Target => {
  const file = built(path);
  return file === path ? path : { types: file.replace(/\.js$/, ".d.ts"), default: file };
};
const inSource = (target: Target): string =>
  typeof target === "string" ? target : sourceOf(target.default);

const where = process.argv[2];
if (where !== "dist" && where !== "src") throw new Error("say dist or src");

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
for (const [name, target] of Object.entries(manifest.exports)) {
  const source = inSource(target);
  manifest.exports[name] = where === "dist" ? inDist(source) : source;
}
const point = where === "dist" ? built : sourceOf;
manifest.bin = { countersign: point(manifest.bin["countersign"]!) };
manifest.sideEffects = manifest.sideEffects.map(point);
if (where === "dist") manifest.engines = ENGINES;
else delete manifest.engines;
writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
