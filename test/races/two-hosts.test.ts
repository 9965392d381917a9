import { runHostRaces } from "./run-host-races.ts";

// A login beside what ends it, on two hosts at once, whose steps nobody puts in order. A thousand times:
// `two-hosts.long.ts`; in every order of their steps: `races.test.ts`.

runHostRaces(["signed-cookie"], () => 15);
