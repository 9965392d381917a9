import { runLongRaces } from "./run-long-races.ts";

await runLongRaces("SQLite", ["signed-cookie", "encrypted-cookie"]);
