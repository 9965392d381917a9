// Over 150 lines because it is one engine on one disk, and each fault of a disk takes a few lines.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { file } from "../../src/engines/file.ts";
import type { KeptSession } from "../../src/sessions/session-engine.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { add, changeKept, DAY, dataOf, keepNew, newId, set } from "./kept-sessions.ts";

type Engine = ReturnType<ReturnType<typeof file>>;

const engineIn = async (
  t: Pick<TestContext, "after">,
): Promise<{ readonly engine: Engine; readonly folder: string }> => {
  const folder = join(temporaryFolder(t), "sessions");
  const engine = file(folder)();
  await engine.open();
  t.after(() => engine.close());
  return { engine, folder };
};

const pathOf = (folder: string, { id }: Pick<KeptSession, "id">): string =>
  join(folder, `${Buffer.from(id).toString("hex")}.json`);

const PROGRAM = fileURLToPath(new URL("./file-process.ts", import.meta.url));

/** Another process over the same folder; the signal that ended it, or null. */
const inProcess = async (
  act: string,
  folder: string,
  { id, token }: KeptSession,
  times = 1,
): Promise<NodeJS.Signals | null> => {
  const words = [PROGRAM, act, folder, id, token, String(times)];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"] });
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  assert.ok(code === 0 || signal !== null, `${act} failed`);
  return signal;
};

test("two processes that change one session at once lose nothing of each other", async (t) => {
  const { engine, folder } = await engineIn(t);
  const kept = await keepNew(engine);
  const ours = async (): Promise<void> => {
    for (let time = 0; time < 200; time += 1) await changeKept(engine, kept, add("n", 1));
  };
  await Promise.all([
    inProcess("add", folder, kept, 200),
    inProcess("add", folder, kept, 200),
    ours(),
  ]);
  assert.deepEqual(await dataOf(engine, kept), { n: 600 });
  assert.deepEqual(readdirSync(folder).length, 1, "neither locks nor temporary files are left");
});

test("a reader never waits, and never sees half of a session", async (t) => {
  const { engine, folder } = await engineIn(t);
  const kept = await keepNew(engine, { text: "x" });
  let isWriting = true;
  const writing = inProcess("grow", folder, kept, 300).finally(() => {
    isWriting = false;
  });
  let reads = 0;
  while (isWriting) {
    assert.match(String((await dataOf(engine, kept))?.["text"]), /^x+$/);
    reads += 1;
    await new Promise(setImmediate);
  }
  await writing;
  assert.ok(reads > 0);
});

test("the lock of a killed process is taken over, and nobody waits for it to read", async (t) => {
  const { engine, folder } = await engineIn(t);
  const other = file(folder)();
  const kept = await keepNew(engine, { n: 1 });
  assert.equal(await inProcess("die holding the lock", folder, kept), "SIGKILL");
  assert.ok(readdirSync(folder).some((name) => name.endsWith(".lock")));
  assert.deepEqual(await dataOf(engine, kept), { n: 1 });
  await Promise.all([
    changeKept(engine, kept, add("n", 1)),
    changeKept(engine, kept, add("n", 1)),
    changeKept(other, kept, add("n", 1)),
  ]);
  assert.deepEqual(await dataOf(engine, kept), { n: 4 });
  assert.equal(readdirSync(folder).length, 1);
});

test("makes its folder, and keeps folder and files to their owner, whatever the umask", async (t) => {
  const before = process.umask(0);
  t.after(() => process.umask(before));
  const { engine, folder } = await engineIn(t);
  const kept = await keepNew(engine);
  await changeKept(engine, kept, set("x", 1));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(pathOf(folder, kept)).mode & 0o777, 0o600);
});

test("refuses to start where a file lies in place of the folder, and names it", async (t) => {
  const folder = join(temporaryFolder(t), "sessions");
  writeFileSync(folder, "");
  await assert.rejects(file(folder)().open(), (error: Error & { code: string }) => {
    assert.equal(error.code, "storage.unavailable");
    return error.message.includes(folder);
  });
  rmSync(folder);
  await file(folder)().open();
});

test("a folder that has gone is a failure, and not a lot of sessions that nobody has", async (t) => {
  const { engine, folder } = await engineIn(t);
  const kept = await keepNew(engine, { x: 1 });
  renameSync(folder, `${folder}.away`);
  const failure = { code: "storage.unavailable" };
  assert.throws(() => engine.load(kept.token), failure);
  await assert.rejects(keepNew(engine), failure);
  await assert.rejects(changeKept(engine, kept, set("x", 2)), failure);
  await assert.rejects(async () => engine.drop(kept), failure);
  await assert.rejects(engine.sweep(Date.now(), 10), failure);
  renameSync(`${folder}.away`, folder);
  assert.deepEqual(await dataOf(engine, kept), { x: 1 });
  assert.equal(await changeKept(engine, kept, set("x", 2)), kept.token);
  assert.equal(await engine.sweep(Date.now(), 10), 0);
});

test("what cannot be read is a failure that names no session", async (t) => {
  const { engine, folder } = await engineIn(t);
  const kept = await keepNew(engine, { x: 1 });
  const path = pathOf(folder, kept);
  renameSync(path, `${path}.away`);
  // As root, permissions stop nobody; that it is a folder stops everybody.
  mkdirSync(path);
  const isSilent = (error: unknown): boolean => {
    const { code, message, cause, stack } = error as Error & { code: string };
    assert.doesNotMatch(`${message} ${stack}`, new RegExp(`${kept.id}|${path}`));
    return code === "storage.unavailable" && cause === undefined;
  };
  assert.throws(() => engine.load(kept.token), isSilent);
  await assert.rejects(changeKept(engine, kept, set("x", 2)), isSilent);
  await assert.rejects(async () => engine.drop(kept), isSilent);
  rmSync(path, { recursive: true });
  renameSync(`${path}.away`, path);
  assert.equal(await changeKept(engine, kept, set("x", 2)), kept.token);
  assert.deepEqual(await dataOf(engine, kept), { x: 2 });
});

test("a file that is cut short, zeroed or somebody else's is no session", async (t) => {
  const { engine, folder } = await engineIn(t);
  const kept = await keepNew(engine, { x: "é" });
  const path = pathOf(folder, kept);
  const whole = readFileSync(path);
  for (let length = whole.length - 1; length >= 0; length -= 1) {
    truncateSync(path, length);
    assert.partialDeepStrictEqual(await engine.load(kept.token), { refused: "unknown" });
  }
  const others = ["null", "[]", "{}", '"text"', '{"digest":1}', "\0".repeat(whole.length)];
  for (const text of [...others, ...[whole.subarray(1), Buffer.from([0xff, 0xfe])]]) {
    writeFileSync(path, text);
    assert.partialDeepStrictEqual(await engine.load(kept.token), { refused: "unknown" });
    assert.equal(await changeKept(engine, kept, set("x", 1)), undefined);
  }
  writeFileSync(path, whole);
  assert.deepEqual(await dataOf(engine, kept), { x: "é" });
});

test("asks the disk for nothing that a token should not name", async (t) => {
  const { engine, folder } = await engineIn(t);
  const secret = "s".repeat(43);
  writeFileSync(join(folder, "..", "outside.json"), "{}");
  for (const id of ["../outside", "..%2foutside", "/etc/passwd", ".", "..", "a\0b", "é", "a b"]) {
    assert.deepEqual(await engine.load(`${id}.${secret}`), { refused: "malformed" }, id);
  }
  // What is let through is spelt in hexadecimal.
  assert.partialDeepStrictEqual(await engine.load(`-_-.${secret}`), { refused: "unknown" });
});

test("ids that differ in their case alone are two sessions, on every file system", async (t) => {
  const { engine, folder } = await engineIn(t);
  const lower = await keepNew(engine, { x: "lower" }, { id: "abc" });
  const upper = await keepNew(engine, { x: "upper" }, { id: "ABC" });
  assert.deepEqual(await dataOf(engine, lower), { x: "lower" });
  assert.deepEqual(await dataOf(engine, upper), { x: "upper" });
  const names = readdirSync(folder).map((name) => name.toUpperCase());
  assert.equal(new Set(names).size, 2);
});

test("two sweeps at once delete what has expired, in batches, and nothing else (T052)", async (t) => {
  const { engine, folder } = await engineIn(t);
  const now = Date.now();
  for (let at = 0; at < 500; at += 1) await keepNew(engine, {}, { expiresAt: now - 1 });
  const living = await Promise.all(
    Array.from({ length: 10 }, () => keepNew(engine, {}, { expiresAt: now })),
  );
  for (const name of ["README.json", "notes.txt", ".gitkeep"])
    writeFileSync(join(folder, name), "");
  const sweepAll = async (each: Engine): Promise<number> => {
    let deleted = 0;
    for (let batch = 20; batch === 20; deleted += batch) batch = await each.sweep(now, 20);
    return deleted;
  };
  const deleted = await Promise.all([sweepAll(engine), sweepAll(file(folder)())]);
  assert.equal(deleted[0] + deleted[1], 500);
  for (const kept of living) assert.deepEqual(await dataOf(engine, kept), {});
  assert.equal(readdirSync(folder).length, 13);
});

test("requests get their turn while a sweep is at work, however much it deletes (T052)", async (t) => {
  const { engine } = await engineIn(t);
  const now = Date.now();
  for (let at = 0; at < 2_000; at += 1) await keepNew(engine, {}, { expiresAt: now - 1 });
  let isSweeping = true;
  const sweeping = engine.sweep(now, 2_000).finally(() => {
    isSweeping = false;
  });
  let turns = 0;
  for (; isSweeping; turns += 1) await new Promise(setImmediate);
  assert.equal(await sweeping, 2_000);
  assert.ok(turns > 60, `${turns} turns`);
});

test("a sweep that goes on where another stopped passes nothing by", async (t) => {
  const { engine } = await engineIn(t);
  const now = Date.now();
  for (const _ of [1, 2, 3]) await keepNew(engine, {}, { expiresAt: now - 1 });
  assert.equal(await engine.sweep(now, 2), 2);
  for (const _ of [1, 2, 3]) await keepNew(engine, {}, { expiresAt: now - 1 });
  assert.equal(await engine.sweep(now, 10), 4);
  assert.equal(await engine.sweep(now, 10), 0);
});

test("a session that was saved a moment before a sweep lives (T227)", async (t) => {
  const { engine } = await engineIn(t);
  const now = Date.now();
  const kept = await keepNew(engine, { x: 1 }, { expiresAt: now - 1 });
  await changeKept(engine, kept, {}, { expiresAt: now + DAY });
  assert.equal(await engine.sweep(now, 10), 0);
  assert.deepEqual(await dataOf(engine, kept), { x: 1 });
  assert.equal(await engine.sweep(now + 2 * DAY, 10), 1);
});

test("a copy of the folder that lost the times of its files loses no session", async (t) => {
  const { engine, folder } = await engineIn(t);
  const now = Date.now();
  const kept = await keepNew(engine, { x: 1 }, { expiresAt: now + DAY });
  utimesSync(pathOf(folder, kept), 0, 0);
  assert.equal(await engine.sweep(now, 10), 0);
  assert.deepEqual(await dataOf(engine, kept), { x: 1 });
  assert.equal(statSync(pathOf(folder, kept)).mtimeMs, now + DAY);
});

test("a sweep clears away what killed processes left behind, and no file of a living one", async (t) => {
  const { engine, folder } = await engineIn(t);
  const name = Buffer.from(newId()).toString("hex");
  const old = [`${name}.lock`, `${name}.0123456789abcdef.tmp`];
  const young = [`${name}.00ff.tmp`];
  for (const each of [...old, ...young]) writeFileSync(join(folder, each), "");
  for (const each of old) utimesSync(join(folder, each), 0, Date.now() / 1_000 - 61);
  assert.equal(await engine.sweep(Date.now(), 10), 0);
  assert.deepEqual(readdirSync(folder), young);
});

test("refuses a folder to which everybody on the machine may write", {
  skip: process.platform === "win32",
}, async (t) => {
  const folder = temporaryFolder(t);
  for (const mode of [0o700, 0o770, 0o755]) {
    chmodSync(folder, mode);
    await assert.doesNotReject(file(folder)().open());
  }
  for (const mode of [0o777, 0o702]) {
    chmodSync(folder, mode);
    await assert.rejects(file(folder)().open(), { code: "settings.invalid", message: /chmod 700/ });
  }
});
