// One engine in a process of its own, so that no other has shaped the compiler's view of it:
// answers its parent's question once.
import type { Kind } from "./added-cost.ts";
import { addedInProcess } from "./added-in-process.ts";

export interface Question {
  readonly engine: string;
  readonly rounds: number;
  /** All, if left out. */
  readonly kinds?: readonly Kind[];
}

process.once("message", async ({ engine, rounds, kinds }: Question) => {
  process.send?.(await addedInProcess(engine, rounds, kinds));
  process.disconnect?.();
});
