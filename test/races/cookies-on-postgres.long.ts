import { runLongRaces } from "./run-long-races.ts";

await runLongRaces("PostgreSQL", ["signed-cookie", "encrypted-cookie"]);
