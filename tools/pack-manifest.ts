// Points package.json at `dist/` before packing and back at `src/` after it: a clone runs from its
// sources, and Node strips no types below node_modules. `node tools/pack-manifest.ts dist|src`
import { readFileSync, writeFileSync } from "node:fs";

/** What the published code runs on: type stripping is the clone's need, not the package's. */
const ENGINES = { node: ">=22.18" };

type Target = string | { readonly types: string; readonly default: string };
interface Manifest {
  bin: Record<string, string>;
  exports: Record<string, Target>;
  engines?: typeof ENGINES;
}

const inDist = (path: string): Target => {
  if (!path.startsWith("./src/")) return path;
  const plain = path.replace("./src/", "./dist/").replace(/\.ts$/, "");
  return { types: `${plain}.d.ts`, default: `${plain}.js` };
};
const inSource = (target: Target): string =>
  typeof target === "string"
    ? target
    : target.default.replace("./dist/", "./src/").replace(/\.js$/, ".ts");

const where = process.argv[2];
if (where !== "dist" && where !== "src") throw new Error("say dist or src");

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
for (const [name, target] of Object.entries(manifest.exports)) {
  const source = inSource(target);
  manifest.exports[name] = where === "dist" ? inDist(source) : source;
}
manifest.bin = { countersign: where === "dist" ? "./dist/cli/main.js" : "./src/cli/main.ts" };
if (where === "dist") manifest.engines = ENGINES;
else delete manifest.engines;
writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
