import { runLongRaces } from "./run-long-races.ts";

await runLongRaces("PostgreSQL", ["file", "memory"]);
