export {
  type AccountBench,
  accountContract,
  type OpenAccounts,
} from "./testing/account-contract.ts";
export type { ContractNeeds, EngineBench, OpenEngines } from "./testing/engine-bench.ts";
export { engineContract } from "./testing/engine-contract.ts";
export { type HandClock, handClock } from "./testing/hand-clock.ts";
export { type HasherUnderTest, hasherContract } from "./testing/hasher-contract.ts";
export { type OpenRegisters, registerContract } from "./testing/register-contract.ts";
export { openBrowser, type TestBrowser } from "./testing/test-browser.ts";
export { type ThreadsAtHand, threadsAtHand } from "./testing/threads-at-hand.ts";
