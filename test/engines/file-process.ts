// Run by file.test.ts as a process of its own, over a session in the same folder.
import { file } from "../../src/engines/file.ts";
import { underLock } from "../../src/engines/file-lock.ts";
import { add, changeKept, set } from "./kept-sessions.ts";

const [act, folder = "", id = "", token = "", times = "1"] = process.argv.slice(2);
const engine = file(folder)();
const kept = { id, token };

if (act === "add") {
  for (let time = 0; time < Number(times); time += 1) await changeKept(engine, kept, add("n", 1));
}
if (act === "grow") {
  for (let time = 0; time < Number(times); time += 1) {
    await changeKept(engine, kept, set("text", "x".repeat(1 + (time % 7) * 40_000)));
  }
}
if (act === "die holding the lock") {
  await underLock(`${folder}/${Buffer.from(id).toString("hex")}.lock`, () => {
    process.kill(process.pid, "SIGKILL");
  });
}
