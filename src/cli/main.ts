#!/usr/bin/env node
import nodeModule from "node:module";
import { fileURLToPath } from "node:url";

// Before anything that an older one does not have: its own words for that help nobody.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`countersign: needs Node 22.18 or later, and this is ${process.version}.`);
  process.exit(1);
}

// In a clone the types are stripped at each start; kept, that is half of the start and 20 MB less
// memory. Among this clone's own modules, where nobody else can plant code.
if (import.meta.url.endsWith(".ts")) {
  nodeModule.enableCompileCache(
    fileURLToPath(new URL("../../node_modules/.cache/countersign", import.meta.url)),
  );
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

// Imported here, and not above, so that all of it is kept.
const { program } = await import("./program.ts");
const { isCountersignError } = await import("../errors/countersign-error.ts");
try {
  await program().parseAsync();
} catch (error) {
  // What a person can mend is said in a line; what only we can mend, with all that we know.
  console.error(isCountersignError(error) ? `countersign: ${error.message}` : error);
  process.exitCode = 1;
}
// Nothing is under way any more, and no thread or socket may keep the process.
process.exit();
