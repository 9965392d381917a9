import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { walks } from "../examples/walks.ts";
import { faultsOfDeclaring, faultsUnder, project } from "./installed-project.ts";

for (const [name, walk] of Object.entries(walks)) {
  test(`the example ${name} does what it says with the installed package`, (t) =>
    walk(t, join(project.folder, "examples", name)));
}

test("every example and every door type-checks under bundler, our declarations included", () => {
  assert.equal(faultsUnder("bundler"), "");
});

/** Where sessions are handed out. */
for (const door of ["", "/express", "/fastify", "/fetch", "/hono", "/node", "/sessions"]) {
  test(`a program that opens no door but countersign${door} declares what is in its sessions`, () => {
    assert.equal(faultsOfDeclaring(door), "");
  });
}
