import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
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
for (const name of readdirSync(join(ROOT, "examples"))) {
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

for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
  test(`every example and every door type-checks under ${name}, our declarations included`, () => {
    project.write("typed.ts", TYPED);
    const config = {
      compilerOptions: {
        ...resolution,
        target: "es2024",
        types: ["node"],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
      },
      include: ["examples", "typed.ts"],
    };
    const file = project.write(`tsconfig.${name}.json`, JSON.stringify(config));
    const words = [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", file, "--pretty", "false"];
    const { stdout } = spawnSync(process.execPath, words, {
      cwd: project.folder,
      encoding: "utf8",
    });
    // What is wrong in the declarations of others is not ours to mend.
    const ours = stdout
      .split("\n")
      .filter((line) => !/^\S*node_modules\/(?!countersign\/)/.test(line));
    assert.deepEqual(ours.join("\n").trim(), "");
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
