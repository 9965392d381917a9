// One engine in a process of its own, so that no other has shaped the compiler's view of it:
// answers its parent's question once.
import type { Asked } from "./added-cost.ts";
import { addedInProcess } from "./added-in-process.ts";

export interface Question {
  readonly engine: string;
  readonly rounds: number;
  /** All, if left out. */
  readonly costs?: readonly Asked[];
}

process.once("message", async ({ engine, rounds, costs }: Question) => {
  process.send?.(await addedInProcess(engine, rounds, costs));
  process.disconnect?.();
});
