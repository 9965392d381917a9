#!/usr/bin/env node
import { isCountersignError } from "../errors/countersign-error.ts";
import { program } from "./program.ts";

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

try {
  await program().parseAsync();
} catch (error) {
  // What a person can mend is said in a line; what only we can mend, with all that we know.
  console.error(isCountersignError(error) ? `countersign: ${error.message}` : error);
  process.exitCode = 1;
}
// Nothing is under way any more, and no thread or socket may keep the process.
process.exit();
