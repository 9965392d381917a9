import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { packed } from "./packed.ts";

const RECORDER = fileURLToPath(new URL("record-loaded.ts", import.meta.url));

const { manifest, install } = packed();
const project = install({ after });
const doors = Object.keys(manifest.exports).filter((name) => name !== "./package.json");

/**
 * The outside packages that a door loads; a door that is not named loads none. Whoever makes a door
 * load more has to say so here.
 */
const LOADS: Readonly<Record<string, readonly string[]>> = {
  ".": ["bowser", "hono", "kysely", "piscina", "zod"],
  "./engines/database": ["kysely"],
  "./engines/layered": ["kysely"],
  // For HTML templates and the names of devices: the pages need them, in whichever framework they are
  // mounted.
  "./express": ["bowser", "hono"],
  "./fastify": ["bowser", "hono"],
  "./fetch": ["bowser", "hono"],
  "./hono": ["bowser", "hono"],
  "./node": ["bowser", "hono"],
  "./pages": ["hono"],
  "./sessions": ["zod"],
  "./stores/django-users": ["kysely"],
};

/** The addresses of what a program loads, from its first line to its end. */
const loadedBy = (program: string): readonly string[] => {
  const file = project.write("program.mjs", program);
  const words = ["--import", RECORDER, file];
  return JSON.parse(
    execFileSync(process.execPath, words, { cwd: project.folder, encoding: "utf8" }),
  );
};

const outside = (addresses: readonly string[]): readonly string[] => {
  const names = addresses.map((address) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(address));
  return [...new Set(names.flatMap((found) => found?.[1] ?? []))]
    .filter((name) => name !== "countersign")
    .sort();
};

/** The rooms of ours. */
const rooms = (addresses: readonly string[]): readonly string[] => [
  ...new Set(addresses.flatMap((address) => /\/dist\/(\w+)\//.exec(address)?.[1] ?? [])),
];

for (const door of doors) {
  const name = door.replace(/^\./, "countersign");

  test(`${name} opens, and loads no package but those that are listed`, () => {
    const loaded = loadedBy(`if (Object.keys(await import("${name}")).length === 0) throw door;`);
    assert.deepEqual(outside(loaded), LOADS[door] ?? []);
  });
}

test("what is no front door stays shut", () => {
  for (const inside of ["countersign/dist/index.js", "countersign/sessions/session"]) {
    const tried = `await import("${inside}").then(() => { throw new Error("open"); }, (error) => {
      if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error; });`;
    assert.ok(loadedBy(tried).length > 0);
  }
});

/** A program that has sessions and does without users. */
const SESSIONS_ALONE = `
  import { sessionsOnly } from "countersign/sessions";
  const secrets = ["only for this test, and for nothing else"];
  const cs = sessionsOnly({ secrets, development: true });
  await cs.ready();
  await cs.close();
`;

test("countersign/sessions at work loads neither Kysely nor hashers", () => {
  const loaded = loadedBy(SESSIONS_ALONE);
  assert.deepEqual(outside(loaded), ["zod"]);
  for (const room of ["database", "hashers", "stores", "site", "cli"]) {
    assert.ok(!rooms(loaded).includes(room), room);
  }
  assert.ok(rooms(loaded).includes("sessions"));
});

/** What importing could leave behind. */
const TRACES = `JSON.stringify([
  Object.getOwnPropertyNames(globalThis).sort(),
  [Object, Array, String, Promise, Map, Request, Response, Headers]
    .map(({ prototype }) => Reflect.ownKeys(prototype).map(String)),
  process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  // Node's own reading of files leaves this one, for a turn.
  process.getActiveResourcesInfo().filter((name) => name !== "Immediate").sort(),
  Object.entries(process.env).sort(),
  process.exitCode,
])`;

test("sideEffects is true to fact: importing any other file leaves no trace", () => {
  const program = project.write(
    "import-all.mjs",
    `import { readdirSync } from "node:fs";
     // The dependencies first, whose traces are their own.
     for (const name of ${JSON.stringify(Object.keys(manifest.dependencies))}) {
       await import(name);
     }
     for (const name of ["sqlite", "worker_threads", "readline", "repl", "cluster", "http", "test"]) {
       await import("node:" + name);
     }
     const dist = new URL("node_modules/countersign/dist/", import.meta.url);
     const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith(".js"));
     const before = ${TRACES};
     const programs = ${JSON.stringify(manifest.sideEffects)};
     for (const file of files) {
       if (!programs.includes("./dist/" + file)) await import(new URL(file, dist));
     }
     const after = ${TRACES};
     console.log(JSON.stringify([files.length, before, after]));`,
  );
  const output = execFileSync(process.execPath, [program], { encoding: "utf8" });
  const [count, before, after] = JSON.parse(output) as [number, string, string];
  assert.ok(count > 100);
  assert.deepEqual(JSON.parse(after), JSON.parse(before));
});
