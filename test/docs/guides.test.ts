import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, describe, type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { freePort } from "../stories/free-port.ts";
import { bareEnvironment } from "../stories/site-process.ts";
import { type Guide, type GuideBlock, guides, ROOT } from "./guide-blocks.ts";
import { folderOf, guideFolder, isWritten, projectOf, TSC } from "./guide-folder.ts";
import { skipsShell } from "./skips-shell.ts";

const pages = guides();
const root = guideFolder({ after }, pages);

/** What a page declares holds for a whole program: those that do are one each, and all others one together. */
const declares = ({ blocks }: Guide): boolean =>
  blocks.some((block) => isWritten(block) && /^declare /m.test(block.text));

const written = pages.filter(({ blocks }) => blocks.some(isWritten));
const programs = [
  ...written.filter(declares).map((page) => ({ title: page.path, of: [page] })),
  { title: "all that declare nothing", of: written.filter((page) => !declares(page)) },
];

describe("every page type-checks", { concurrency: 2 }, () => {
  for (const { title, of } of programs) {
    test(title, async () => {
      const words = [TSC, "-p", projectOf(root, of), "--pretty", "false"];
      await promisify(execFile)(process.execPath, words).catch((error) =>
        assert.fail(error.stdout || error.message),
      );
    });
  }
});

test("every page is in the list of pages, docs/README.md", () => {
  const { markdown } = pages.find(({ path }) => path === "docs/README.md")!;
  for (const { path } of pages.filter((page) => /^docs\/(?!README)/.test(page.path))) {
    assert.ok(markdown.includes(`(${path.replace("docs/", "")})`), path);
  }
});

for (const page of pages) {
  const { path, markdown, blocks } = page;

  test(`${path}: every link leads somewhere`, () => {
    for (const [, target = ""] of markdown.matchAll(/\]\(([^)#\s]+)/g)) {
      if (!/^[a-z]+:/.test(target))
        assert.ok(existsSync(join(ROOT, dirname(path), target)), target);
    }
  });

  test(`${path}: what is left out says why, and what is quoted stands there`, () => {
    assert.equal(markdown.match(/```\w/g)?.length ?? 0, blocks.length, "a block begins its line");
    for (const { kind, detail, text, line } of blocks) {
      if (kind === "fragment") assert.ok(detail.length > 10, `${path}:${line} gives no reason`);
      if (kind === "excerpt") assertQuoted(text, detail, `${path}:${line}`);
    }
  });

  if (blocks.some(({ kind }) => ["program", "server", "shell"].includes(kind))) {
    const skip = blocks.some(({ kind }) => kind === "shell") && skipsShell;
    test(`${path}: every program runs`, { skip }, (t) => runBlocks(t, page));
  }
}

/** Word for word, and in order; `// …` stands for lines that are left out. */
const assertQuoted = (text: string, file: string, where: string): void => {
  let rest = readFileSync(join(ROOT, file), "utf8");
  for (const piece of text.split(/^ *\/\/ …\n/m).filter((each) => each.trim() !== "")) {
    assert.ok(rest.includes(piece), `${where}: this is not in ${file}, or not there:\n${piece}`);
    rest = rest.slice(rest.indexOf(piece) + piece.length);
  }
};

const runBlocks = async (t: TestContext, page: Guide): Promise<void> => {
  const run = {
    cwd: folderOf(root, page),
    env: {
      ...bareEnvironment(),
      COUNTERSIGN_SECRET: "Zk3vX9qLr8TnW2yHs6BdGf4Jm7Pc1Ra5",
      PATH: [
        join(root, "node_modules/.bin"),
        join(ROOT, "node_modules/.bin"),
        process.env["PATH"],
      ].join(":"),
    } as NodeJS.ProcessEnv,
  };
  let server: Awaited<ReturnType<typeof started>> | undefined;
  let printed = "";
  for (const block of page.blocks) {
    const where = `${page.path}:${block.line}`;
    if (block.kind === "program") {
      printed = await finished(process.execPath, [block.file], run, where);
    } else if (block.kind === "server") {
      await server?.end();
      const port = await freePort();
      run.env = { ...run.env, PORT: String(port), SITE: `http://127.0.0.1:${port}` };
      server = await started(t, block, run, where);
    } else if (block.kind === "shell") {
      printed = await finished("bash", ["-euo", "pipefail", "-c", block.text], run, where);
    } else if (block.kind === "output") {
      assert.equal(printed.trim(), block.text.trim(), where);
    }
  }
  await server?.end();
};

interface Run {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a program prints that comes to its end. */
const finished = async (
  file: string,
  words: readonly string[],
  run: Run,
  where: string,
): Promise<string> => {
  try {
    return (await promisify(execFile)(file, [...words], run)).stdout;
  } catch (error) {
    throw new Error(`${where} failed`, { cause: error });
  }
};

/** A program that listens, once it has said so. */
const started = async (t: TestContext, { file }: GuideBlock, run: Run, where: string) => {
  const child = spawn(process.execPath, [file], { ...run, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const end = (): Promise<unknown> => {
    child.kill();
    return exited;
  };
  t.after(end);
  const isOver = exited.then(() => Promise.reject(new Error(`${where} did not start`)));
  await Promise.race([once(child.stdout, "data"), isOver]);
  return { end };
};
