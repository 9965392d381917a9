import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), "utf8"));
const { packages } = read("package-lock.json") as { packages: Record<string, Locked> };

/** Below these are known faults (advisories of each project). */
const FLOORS: Readonly<Record<string, string>> = {
  hono: "4.13.11",
  "@hono/node-server": "2.1.3",
  kysely: "0.28.14",
};

const isAtLeast = (version: string, floor: string): boolean => {
  const [ours = [], theirs = []] = [version, floor].map((text) => text.split(".").map(Number));
  const at = ours.findIndex((part, place) => part !== theirs[place]);
  return at < 0 || (ours[at] ?? 0) > (theirs[at] ?? 0);
};

test("T295, T297: what is locked is at or above the known floors", () => {
  for (const [name, floor] of Object.entries(FLOORS)) {
    const version = packages[`node_modules/${name}`]?.version ?? "0";
    assert.ok(isAtLeast(version, floor), `${name} ${version}`);
  }
  assert.ok(!isAtLeast("4.13.10", "4.13.11") && isAtLeast("4.14.0", "4.13.11"));
});

/** Whoever installs us may do with it what they may do with us, if they keep the names. */
const LICENCES = ["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "MIT-0"];

test("T295: what is installed with us has a licence as free as ours", () => {
  const installed = Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);
  assert.ok(installed.length > 10);
  for (const [path, { license }] of installed) {
    assert.ok(LICENCES.includes(license ?? ""), `${path}: ${license}`);
  }
});

/** Ours, and that of the other runtimes, which are no business of the product. */
for (const folder of ["", "test/runtimes/"]) {
  const locked = read(`${folder}package-lock.json`) as { packages: Record<string, Locked> };
  const all = Object.entries(locked.packages);
  const { allowScripts } = read(`${folder}package.json`) as { allowScripts: object };

  test(`T295: ${folder}package-lock.json: no package runs an install script but those that are named`, () => {
    const scripted = all
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace("node_modules/", ""));
    assert.deepEqual(scripted, Object.keys(allowScripts));
  });

  test(`${folder}package-lock.json: nothing is locked to an address, and a machine of any kind finds its own binaries`, () => {
    assert.ok(all.length > 10);
    for (const [path, { resolved, optionalDependencies = {} }] of all) {
      assert.equal(resolved, undefined, path);
      // `npm ci` refuses a lock that knows only the kind of machine on which it was written.
      for (const name of Object.keys(optionalDependencies)) {
        const found =
          locked.packages[`node_modules/${name}`] ??
          locked.packages[`${path}/node_modules/${name}`];
        assert.ok(found, name);
      }
    }
  });
}
