// Prints, at the end of the program that it is loaded before, the address of each module that was
// loaded: `node --import record-loaded.ts program.mjs`
import { registerHooks } from "node:module";

const loaded: string[] = [];

registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});

process.once("exit", () => process.stdout.write(JSON.stringify(loaded)));
