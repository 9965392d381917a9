// Verifies a bcrypt hash on every core until it is told to stop, with nothing beside it: what the cores can
// hash. `node hash-rate.ts COST`; prints how many, and in how many seconds.
import { availableParallelism } from "node:os";
import { hashSync, verify } from "@node-rs/bcrypt";

const cores = availableParallelism();
// Before the first one: the pool is made then.
process.env["UV_THREADPOOL_SIZE"] = String(cores);

// As long as what `bcryptSha256` hashes: a SHA-256 in hexadecimal digits.
const text = "a".repeat(64);
const encoded = hashSync(text, { cost: Number(process.argv[2]) });
let isOver = false;
process.on("SIGTERM", () => {
  isOver = true;
});

let hashes = 0;
const keepHashing = async (): Promise<void> => {
  while (!isOver) {
    if (!(await verify(text, encoded))) throw new Error("the right password was refused");
    hashes += 1;
  }
};

process.stdout.write("started\n");
const began = performance.now();
await Promise.all(Array.from({ length: cores }, keepHashing));
process.stdout.write(
  `${JSON.stringify({ hashes, seconds: (performance.now() - began) / 1_000 })}\n`,
);
