import { executionAsyncResource } from "node:async_hooks";

const kept: object[] = [];

/**
 * Keeps one of the objects in which Node notes a `process.nextTick` for as long as the process lives. V8 forgets the
 * shape of objects of which a full collection finds none, and what it has learnt about making such objects is then lost for
 * good: each further `nextTick` takes 400 ns instead of 75, and an answer needs six.
 */
export const keepTickShape = (): Promise<void> =>
  new Promise((resolve) =>
    process.nextTick(() => {
      kept[0] = executionAsyncResource();
      resolve();
    }),
  );
