import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { publint } from "publint";
import { packed } from "./packed.ts";

const { files, manifest, install } = packed();
const project = install({ after });

/** Everything that may be in the package. */
const WANTED =
  /^(?:package\.json|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|dist\/[\w/-]+\.(?:js|d\.ts))$/;

test("T296: the package holds its build and five texts: no .env, key, database or test data", () => {
  assert.deepEqual(
    files.filter((file) => !WANTED.test(file)),
    [],
  );
  assert.ok(files.includes("dist/index.js") && files.includes("dist/index.d.ts"));
  assert.ok(!files.includes("dist/old.js"), "what an earlier build left behind");
});

test("what the manifest points at is there, and nothing points at the sources", () => {
  const { version, ...rest } = manifest;
  const targets = JSON.stringify([rest.exports, rest.bin]).match(/\.\/[^"]+\.\w+/g) ?? [];
  assert.ok(targets.length > 10, version);
  for (const target of targets) assert.ok(existsSync(join(project.package, target)), target);
  assert.doesNotMatch(JSON.stringify([rest.exports, rest.bin]), /\.\/src\//);
});

test("what the build imports is declared, and what npm installs with it is imported", () => {
  const built = files.filter((file) => file.startsWith("dist/"));
  const imported = built.flatMap((file) => {
    // Examples in comments import us ourselves.
    const code = readFileSync(join(project.package, file), "utf8").replace(/^\s*\*.*$/gm, "");
    const found = code.matchAll(
      /(?<!")(?:\bfrom|\bimport)\s*\(?\s*"((?:@[^/"]+\/)?[^./"][^/":]*)[^":]*"/g,
    );
    return [...found].map(([, name = ""]) => name);
  });
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  for (const name of imported) assert.ok(name in declared, name);
  for (const name of Object.keys(manifest.dependencies)) assert.ok(imported.includes(name), name);
});

test("publint finds nothing", async () => {
  const { messages } = await publint({ pkgDir: project.package, pack: false, strict: true });
  assert.deepEqual(messages, []);
});
