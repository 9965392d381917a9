import { runHostRaces } from "./run-host-races.ts";

// As `two-hosts.test.ts`, so often that they meet at every moment there is.

runHostRaces(["signed-cookie", "database"], (title) => (title.includes("T223") ? 1_000 : 300));
