import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { variables } from "../../src/site/variables.ts";
import { bareEnvironment, siteProcess } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { skipsShell } from "./skips-shell.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The cells of the table that stands below a heading. */
const tableBelow = (heading: string): readonly (readonly string[])[] => {
  const section = README.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("\\|", "|")),
  );
};

test("the README's settings are the program's", () => {
  const expected = variables.map(({ name, meaning, fallback }) => [
    `\`${name}\``,
    meaning,
    fallback,
  ]);
  assert.deepEqual(tableBelow("Settings"), expected);
});

test("each promise of the README names tests that there are", () => {
  const files = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" });
  const tests = files
    .filter((file) => /(?:\.test|\.long|-stories)\.ts$/.test(file) && !file.startsWith("docs"))
    .map((file) => readFileSync(join(ROOT, "test", file), "utf8"))
    .join("\n");
  const promises = tableBelow("Promises");
  assert.ok(promises.length >= 9);
  for (const [promise = "", holders = ""] of promises) {
    const titles = [...holders.matchAll(/\*([^*]+)\*/g)].map(([, title = ""]) => title);
    assert.ok(titles.length > 0, promise);
    for (const title of titles) assert.ok(tests.includes(`"${title}"`), title);
  }
});

test("the lesson in ten lines of shell does what it says", {
  skip: skipsShell,
}, async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, { folder });
  const block = README.split("## The lesson")[1]?.split("```sh\n")[1]?.split("```")[0] ?? "";
  // Its files are written where the test's are, and not among ours.
  const script = block.replace(/(?<=\s)(jar|copy)(?=\s)/g, (name) => join(folder, name));
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], {
    cwd: ROOT,
    env: {
      ...bareEnvironment(),
      SITE: site.url,
      COUNTERSIGN_DATABASE: `sqlite:${site.database}`,
    },
  });
  assert.match(stdout, /<h1>Welcome, ada<\/h1>/);
  assert.match(stdout, /bcrypt_sha256\$\$2b\$04\$/);
  assert.match(stdout, /Signature\s+good/);
  assert.match(stdout, /"user_id": 1/);
  assert.match(
    stdout,
    /\n303\n.*\/login\?next=%2Fwelcome\n401\n\{"user":\{"id":1,"username":"ada"/,
  );
});
