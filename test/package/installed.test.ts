import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { walks } from "../examples/walks.ts";
import { bareEnvironment } from "../stories/site-process.ts";
import { faultsOfDeclaring, faultsUnder, manifest, project } from "./installed-project.ts";

// All of them: `installed.long.ts`.
test("the example hono-app.ts does what it says with the installed package", (t) =>
  walks["hono-app.ts"]?.(t, join(project.folder, "examples", "hono-app.ts")));

test("every example and every door type-checks under nodenext, our declarations included", () => {
  assert.equal(faultsUnder("nodenext"), "");
});

for (const door of ["", "/sessions"]) {
  test(`a program that opens no door but countersign${door} declares what is in its sessions`, () => {
    assert.equal(faultsOfDeclaring(door), "");
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
