import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Runs all tests in three processes at once: to start one for each of the files costs more than most of
 * them do. Whoever changes what a whole process has (its environment, its folder, what it listens to) puts
 * it back, or does it in a process beside the tests.
 */
const LANES: readonly RegExp[] = [
  // The others of these wait for processes most of the time, and do so beside the rooms.
  /^test\/stories\/(?!postgres|process|workers)/,
  // Those that are mostly other programs: browsers, commands, compilers.
  /^test\/(?:bench|browser|cli|docs|examples|package|races|runtimes|site)\//,
  /^/,
];

const KEPT = fileURLToPath(new URL("../node_modules/.cache/countersign", import.meta.url));

const WORDS = [
  "--test",
  "--test-isolation=none",
  "--test-force-exit",
  "--test-timeout=240000",
  "--test-reporter=spec",
];

/** In milliseconds. */
const NEWS_EVERY = 20_000;

const done = { tests: 0, failed: 0 };
const news = setInterval(() => {
  process.stderr.write(`${done.tests} tests done, ${done.failed} failed\n`);
}, NEWS_EVERY);

/** As the reporter `spec` marks what has ended. */
const count = (written: string): void => {
  done.tests += written.match(/^ *[✔✖﹣] /gm)?.length ?? 0;
  done.failed += written.match(/^ *✖ /gm)?.length ?? 0;
};

/** What `spec` ends with. */
const SUMMARY = /^ℹ tests /m;

/** Says at its end whether all went well, and everything that it wrote. */
const run = async (files: readonly string[]): Promise<number> => {
  // Asked for none, Node would look for some itself.
  if (files.length === 0) return 0;
  const child = spawn(process.execPath, [...WORDS, ...files], {
    // For the threads and programs that tests start: each would load the stripper of types.
    env: { NODE_COMPILE_CACHE: KEPT, ...process.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let written = "";
  let isOver = false;
  // Not line by line: three at once can be read by nobody.
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    written += chunk;
    // Its summary comes last, and has those that failed once more.
    isOver ||= SUMMARY.test(chunk);
    if (!isOver) count(chunk);
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  child.once("close", (code) => resolve(code ?? 1));
  const stop = (): void => void child.kill();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const code = await promise;
  process.stdout.write(written);
  if (SUMMARY.test(written)) return code;
  // A test that ends the process ends all that would have come after it, and with any code.
  process.stderr.write(`the tests from ${files[0]} on did not come to their end\n`);
  return Math.max(code, 1);
};

const left = new Set(globSync("test/*/*.test.ts").sort());
const codes = LANES.map((isIn) => {
  const files = [...left].filter((file) => isIn.test(file));
  for (const file of files) left.delete(file);
  return run(files);
});
process.exitCode = Math.max(...(await Promise.all(codes)));
clearInterval(news);
