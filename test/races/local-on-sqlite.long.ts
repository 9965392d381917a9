import { runLongRaces } from "./run-long-races.ts";

await runLongRaces("SQLite", ["file", "memory"]);
