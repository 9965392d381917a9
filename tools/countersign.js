// The program, run from a clone's sources: `node tools/countersign.js serve`. In plain JavaScript, because
// Node loads 17 MB of a compiler to strip the types of so much as one file: whatever is imported from here on
// is kept stripped, among this clone's own modules, where nobody else can plant code.
import nodeModule from "node:module";
import { fileURLToPath } from "node:url";

const kept = fileURLToPath(new URL("../node_modules/.cache/countersign", import.meta.url));
nodeModule.enableCompileCache?.(kept);
// For the threads and processes that it starts.
process.env.NODE_COMPILE_CACHE ??= kept;

await import("../src/cli/main.ts");
