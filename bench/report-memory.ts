// Loaded before a server that is measured (`--expose-gc --import`): answers how much memory its process holds after a
// full collection.

/** In bytes. */
export interface Memory {
  /** What the heap and its array buffers hold. */
  readonly held: number;
  /** What the system has given to the process. */
  readonly resident: number;
}

const collect = (): void => {
  if (!globalThis.gc) throw new Error("start it with --expose-gc");
  for (let each = 0; each < 4; each += 1) globalThis.gc();
};

process.on("message", () => {
  collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const memory: Memory = { held: heapUsed + arrayBuffers, resident: rss };
  process.send?.(memory);
});
