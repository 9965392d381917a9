import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { walks } from "../examples/walks.ts";
import { bareEnvironment } from "../stories/site-process.ts";
import { packed, ROOT } from "./packed.ts";

const { manifest, install } = packed({ after });

/** What the examples import beside the package, and what a TypeScript project has. */
const BESIDE = ["express", "fastify", "ioredis", "iovalkey", "@types/express", "@types/node"];

const project = install({ after }, BESIDE);
mkdirSync(join(project.folder, "examples"));
for (const name of Object.keys(walks)) {
  copyFileSync(join(ROOT, "examples", name), join(project.folder, "examples", name));
}

for (const [name, walk] of Object.entries(walks)) {
  test(`the example ${name} does what it says with the installed package`, (t) =>
    walk(t, join(project.folder, "examples", name)));
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

const RESOLUTIONS = {
  // As on a server, without the browser's types.
  nodenext: { module: "nodenext", moduleResolution: "nodenext", lib: ["es2024"] },
  bundler: { module: "esnext", moduleResolution: "bundler" },
} as const;

/** What the compiler says of a project with our package in it. */
const faultsOf = (name: string, options: object, include: readonly string[]): string => {
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

for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
  test(`every example and every door type-checks under ${name}, our declarations included`, () => {
    project.write("typed.ts", TYPED);
    const options = { ...resolution, skipLibCheck: false };
    assert.equal(faultsOf(name, options, ["examples", "typed.ts"]), "");
  });
}

/** Where sessions are handed out. An augmentation adds no file to a program: each has to lead to it. */
const SESSION_DOORS = ["", "/express", "/fastify", "/fetch", "/hono", "/node", "/sessions"];

for (const door of SESSION_DOORS) {
  test(`a program that opens no door but countersign${door} declares what is in its sessions`, () => {
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
    assert.equal(
      faultsOf(file, { ...RESOLUTIONS.nodenext, skipLibCheck: true }, [`${file}.ts`]),
      "",
    );
  });
}

test("the command makes a secret, and a user in a database of its own", () => {
  const bin = join(project.package, manifest.bin["countersign"] ?? "");
  const run = (words: readonly string[], input = ""): string =>
    execFileSync(process.execPath, [bin, ...words], {
      cwd: project.folder,
      encoding: "utf8",
      input,
      env: { ...bareEnvironment(), COUNTERSIGN_DATABASE: "sqlite:site.db" },
    });
  assert.match(run(["secret"]), /^[\w-]{43,}\n$/);
  run(["user", "add", "ada"], "four unrelated words\n");
  assert.match(run(["user", "show", "ada"]), /bcrypt_sha256\$\$2b\$12\$/);
});
