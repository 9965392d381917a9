export type { ContractNeeds, EngineBench, OpenEngines } from "./testing/engine-bench.ts";
export { engineContract } from "./testing/engine-contract.ts";
export { type HandClock, handClock } from "./testing/hand-clock.ts";
