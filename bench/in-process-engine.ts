// One engine in a process of its own, so that no other has shaped the compiler's view of it:
// `node bench/in-process-engine.ts ENGINE ROUNDS` answers its parent.
import { addedInProcess } from "./added-in-process.ts";

const [engine = "", rounds] = process.argv.slice(2);
process.once("message", async () => {
  process.send?.(await addedInProcess(engine, Number(rounds)));
  process.disconnect?.();
});
