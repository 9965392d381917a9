#!/usr/bin/env node
// Before anything that an older one does not have: its own words for that help nobody.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`countersign: needs Node 22.18 or later, and this is ${process.version}.`);
  process.exit(1);
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : 1);
});

// Imported here, and not above: an older Node may not even read it.
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
