import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { packed, ROOT } from "./packed.ts";

const { tarball, manifest } = packed();

test("attw finds nothing, for packages that are ESM only", () => {
  const attw = join(ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
  const words = [tarball, "--profile", "esm-only", "--format", "ascii", "--no-emoji"];
  // It exits with 1 if it found something.
  const report = execFileSync(process.execPath, [attw, ...words], { encoding: "utf8" });
  for (const door of Object.keys(manifest.exports)) {
    assert.ok(report.includes(door.replace(/^\./, "countersign")), door);
  }
});
