import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type TestContext, test } from "node:test";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { createHashThreads } from "../../src/hashers/hash-threads.ts";
import type { HashTask, HashThreads } from "../../src/passwords/password-hasher.ts";

const MODULE = new URL("./thread-at-a-gate.ts", import.meta.url).href;

/** Threads whose tasks stand at a gate until the test opens it. */
const threadsAtAGate = (t: TestContext, count: number, patience?: number) => {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const threads = createHashThreads(count, patience);
  const open = (): void => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  t.after(async () => {
    open();
    await threads.close();
  });
  return {
    threads,
    open,
    enter: (answer: string, signal?: AbortSignal): Promise<string> =>
      threads.run<string>({ module: MODULE, act: "pass", input: { gate, answer } }, signal),
    enterKnown: (answer: string, knownAs: number): Promise<string> =>
      threads.run<string>({ module: MODULE, act: "pass", input: { gate, answer }, knownAs }),
    enterUnlessFirst: (answer: string): Promise<string> =>
      threads.run<string>({ module: MODULE, act: "passUnlessFirst", input: { gate, answer } }),
    hasBegun: (): number => Atomics.load(gate, 1),
    /** Resolves when so many tasks have come to the gate. */
    begun: async (wanted: number): Promise<void> => {
      for (let at = Atomics.load(gate, 1); at < wanted; at = Atomics.load(gate, 1)) {
        await Atomics.waitAsync(gate, 1, at).value;
      }
    },
  };
};

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${at}`);

test("computes in threads, as many at once as were asked for", async (t) => {
  const { enter, begun, open, hasBegun } = threadsAtAGate(t, 2);
  const answers = Promise.all(names(4).map((name) => enter(name)));
  await begun(2);
  assert.equal(hasBegun(), 2);
  open();
  assert.deepEqual(await answers, ["0", "1", "2", "3"]);
});

test("lets 16 wait for each thread and says to the next that it is busy, at once", async (t) => {
  const { threads, enter, begun, open, hasBegun } = threadsAtAGate(t, 1);
  assert.ok(!threads.isFull());
  const first = enter("first");
  await begun(1);
  assert.ok(!threads.isFull());
  const waiting = names(16).map((name) => enter(name));
  assert.ok(threads.isFull());
  await assert.rejects(enter("one too many"), { code: "server.busy" });
  assert.equal(hasBegun(), 1);
  open();
  assert.equal(await first, "first");
  assert.deepEqual(await Promise.all(waiting), names(16));
  assert.equal(await enter("later"), "later", "and has room again");
});

test("keeps four places a thread for who is known, of each account one", async (t) => {
  const { threads, enter, enterKnown, begun, open } = threadsAtAGate(t, 1);
  const first = enter("first");
  await begun(1);
  const waiting = names(16).map((name) => enter(name));
  assert.ok(threads.isFull());
  assert.ok(!threads.isFull(7));
  const known = [enterKnown("7", 7)];
  assert.ok(threads.isFull(7), "whoever waits there gets no second place");
  await assert.rejects(enterKnown("7 again", 7), { code: "server.busy" });
  for (const id of [8, 9, 10]) known.push(enterKnown(`${id}`, id));
  assert.ok(threads.isFull(11));
  await assert.rejects(enterKnown("11", 11), { code: "server.busy" });
  open();
  assert.equal(await first, "first");
  assert.deepEqual(await Promise.all(waiting), names(16));
  assert.deepEqual(await Promise.all(known), ["7", "8", "9", "10"]);
  assert.equal(await enter("later"), "later");
});

test("drops what has not begun when its caller leaves, and gives the place to another", async (t) => {
  const { enter, begun, open, hasBegun } = threadsAtAGate(t, 1);
  const first = enter("first");
  await begun(1);
  const caller = new AbortController();
  const left = enter("left", caller.signal);
  const waiting = names(15).map((name) => enter(name));
  await assert.rejects(enter("no room"), { code: "server.busy" });

  caller.abort(new Error("the client left"));
  await assert.rejects(left, { message: "the client left" });
  const inItsPlace = enter("in its place");
  open();
  assert.deepEqual(await Promise.all([first, ...waiting, inItsPlace]), [
    "first",
    ...names(15),
    "in its place",
  ]);
  assert.equal(hasBegun(), 17, "the one that left was never begun");
});

test("finishes what has begun although its caller leaves", async (t) => {
  const { enter, begun, open } = threadsAtAGate(t, 1);
  const caller = new AbortController();
  const first = enter("first", caller.signal);
  await begun(1);
  caller.abort();
  open();
  assert.equal(await first, "first");
});

test("begins nothing for a caller that had left before", async (t) => {
  const { enter, open, hasBegun } = threadsAtAGate(t, 1);
  open();
  await assert.rejects(enter("late", AbortSignal.abort(new Error("gone"))), { message: "gone" });
  assert.equal(hasBegun(), 0);
  assert.equal(await enter("next"), "next");
});

test("hands a fault of the task on, and its thread to the next", async (t) => {
  const { threads, enter, open } = threadsAtAGate(t, 1);
  open();
  const faulty: HashTask = { module: MODULE, act: "fail", input: "broken" };
  await assert.rejects(threads.run(faulty), { message: "broken" });
  assert.equal(await enter("next"), "next");
});

test("refuses what waits when it is closed", async (t) => {
  const { threads, enter, begun } = threadsAtAGate(t, 1);
  const running = enter("running");
  await begun(1);
  const waiting = enter("waiting");
  const refusals = Promise.allSettled([running, waiting]);
  await threads.close();
  const [first, second] = await refusals;
  assert.equal(first.status, "rejected");
  assert.equal(second.status === "rejected" && second.reason.code, "server.busy");
});

test("closes without ever having begun", async () => {
  await assert.doesNotReject(createHashThreads(1).close());
});

test("what a thread does not get done another does once more, and then all that wait behind it", async (t) => {
  const { enterUnlessFirst, begun, open } = threadsAtAGate(t, 1, 1);
  const first = enterUnlessFirst("first");
  await begun(1);
  const waiting = names(16).map(enterUnlessFirst);
  assert.equal(await first, "first");
  assert.deepEqual(await Promise.all(waiting), names(16));
  assert.equal(await enterUnlessFirst("later"), "later", "while the thread is at it still");
  open();
  assert.equal(await enterUnlessFirst("and then"), "and then");
});

test("nobody helps a thread that is in time", async (t) => {
  const { enter, enterUnlessFirst, begun, open } = threadsAtAGate(t, 1, 60_000);
  const first = enterUnlessFirst("first");
  await begun(1);
  const second = enter("second");
  const winner = await Promise.race([
    first,
    second,
    new Promise((resolve) => setImmediate(resolve)),
  ]);
  assert.equal(winner, undefined);
  open();
  assert.deepEqual(await Promise.all([first, second]), ["first", "second"]);
});

test("closes while one thread helps another", async (t) => {
  const { threads, enter, begun } = threadsAtAGate(t, 1, 1);
  const outcomes = Promise.allSettled([enter("first"), enter("waiting")]);
  // The same hash, at the gate in both.
  await begun(2);
  await threads.close();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ["rejected", "rejected"],
  );
});

test("keeps the event loop free while it hashes (T100)", async (t) => {
  const threads: HashThreads = createHashThreads(2);
  t.after(() => threads.close());
  const hasher = bcryptSha256({ cost: 10 });
  const encoded = await hasher.make("five green apples", threads);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const answers = await Promise.all(
    names(8).map((name) =>
      hasher.verify(name === "0" ? "five green apples" : name, encoded, threads),
    ),
  );
  assert.deepEqual(answers, [true, ...Array(7).fill(false)]);
  delay.disable();
  const nanoseconds = delay.percentile(99);
  assert.ok(nanoseconds < 50e6, `${nanoseconds / 1e6} ms without a turn`);
});
