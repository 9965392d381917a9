// Wants to write all the time, and says at the end how long it had to wait: `node waiting-writer.ts PATH`.
import { DatabaseSync } from "node:sqlite";

const database = new DatabaseSync(process.argv[2] ?? "", { timeout: 0 });
const waits: number[] = [];
let isOver = false;
process.once("SIGTERM", () => {
  isOver = true;
});

/** Did nobody else write just now? Nothing is written: it is the turn that is asked for. */
const isItsTurn = (): boolean => {
  try {
    database.exec("begin immediate; rollback");
    return true;
  } catch {
    return false;
  }
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

console.log("waiting");
while (!isOver) {
  const since = performance.now();
  while (!isItsTurn()) if (performance.now() - since > 5_000) break;
  waits.push(performance.now() - since);
  await pause(1);
}
database.close();
const sorted = waits.sort((a, b) => a - b);
const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
console.log(
  JSON.stringify({ turns: waits.length, median: at(0.5), p99: at(0.99), longest: at(1) }),
);
