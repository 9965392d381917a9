import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { walks } from "../examples/walks.ts";
import { type Manifest, type Project, packed, ROOT } from "./packed.ts";

const { manifest: ours, install } = packed();

export const manifest: Manifest = ours;

/** What the examples import beside the package, and what a TypeScript project has. */
const BESIDE = ["express", "fastify", "ioredis", "iovalkey", "@types/express", "@types/node"];

/** An empty project with the package in it, and the examples. */
export const project: Project = install({ after }, BESIDE);
mkdirSync(join(project.folder, "examples"));
for (const name of Object.keys(walks)) {
  copyFileSync(join(ROOT, "examples", name), join(project.folder, "examples", name));
}

const doors = Object.keys(manifest.exports)
  .filter((name) => name !== "./package.json")
  .map((name) => name.replace(/^\./, "countersign"));

/** Every door's types, and proof that they are types: a wrong use of each does not compile. */
const TYPED = [
  ...doors.map((door, at) => `import * as door${at} from "${door}";`),
  'import type { Session } from "countersign";',
  ...doors.map((_, at) => `// @ts-expect-error\ndoor${at} satisfies { nothing: 1 };`),
  "declare const session: Session;",
  'session.set("seen", { often: 3 });',
  "// @ts-expect-error: no function fits into JSON",
  'session.set("seen", () => 3);',
].join("\n");

/** How a compiler finds what is imported. */
export const RESOLUTIONS = {
  // As on a server, without the browser's types.
  nodenext: { module: "nodenext", moduleResolution: "nodenext", lib: ["es2024"] },
  bundler: { module: "esnext", moduleResolution: "bundler" },
} as const;

/** What the compiler says of a project with our package in it. */
export const faultsOf = (name: string, options: object, include: readonly string[]): string => {
  const compilerOptions = {
    target: "es2024",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    ...options,
  };
  const config = JSON.stringify({ compilerOptions, include });
  const file = project.write(`tsconfig.${name}.json`, config);
  const words = [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", file, "--pretty", "false"];
  const { stdout } = spawnSync(process.execPath, words, { cwd: project.folder, encoding: "utf8" });
  // What is wrong in the declarations of others is not ours to mend.
  const ours = stdout
    .split("\n")
    .filter((line) => !/^\S*node_modules\/(?!countersign\/)/.test(line));
  return ours.join("\n").trim();
};

/** What is wrong in every example and with every door. */
export const faultsUnder = (resolution: keyof typeof RESOLUTIONS): string => {
  project.write("typed.ts", TYPED);
  const options = { ...RESOLUTIONS[resolution], skipLibCheck: false };
  return faultsOf(resolution, options, ["examples", "typed.ts"]);
};

/**
 * What is wrong in a program that opens this door alone and declares what is in its sessions. An
 * augmentation adds no file to a program: each door where sessions are handed out has to lead to it.
 */
export const faultsOfDeclaring = (door: string): string => {
  const file = `declares${door.replace("/", "-")}`;
  project.write(
    `${file}.ts`,
    [
      `import type { Session } from "countersign${door}";`,
      'declare module "countersign" { interface SessionData { cart: readonly string[] } }',
      'export const first = (session: Session): string | undefined => session.get("cart")?.[0];',
      "// @ts-expect-error: no list",
      'export const fill = (session: Session): unknown => session.set("cart", 3);',
    ].join("\n"),
  );
  return faultsOf(file, { ...RESOLUTIONS.nodenext, skipLibCheck: true }, [`${file}.ts`]);
};
