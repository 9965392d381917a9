import { parentPort, workerData } from "node:worker_threads";
import { bcryptSha256 } from "../../src/hashers/bcrypt-sha256.ts";
import { createPasswordChecker } from "../../src/passwords/password-checker.ts";
import { databaseRegister } from "../../src/registers/database-register.ts";
import { databaseAccounts } from "../../src/stores/database-accounts.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { sendAt } from "./as-it-comes.ts";
import { type EndingParts, hostRaces } from "./host-races.ts";
import { openDatabase } from "./two-processes.ts";

// A host that ends sessions when it is told to, with connections and a thread of its own.

/** Which end, by the title of its race, of whose sessions, when to send it, and what time it is then. */
export interface EndingOrder {
  readonly title: string;
  readonly userId: number;
  /** By the one clock of all threads. */
  readonly at: number;
  /** By the site's clock. */
  readonly now: number;
}

const toClose: (() => unknown)[] = [];
const database = await openDatabase(
  { after: (close: () => unknown) => void toClose.push(close) },
  workerData as string,
);
let now = 0;
const parts: EndingParts = {
  accounts: databaseAccounts(database),
  register: databaseRegister(database),
  passwords: createPasswordChecker([bcryptSha256({ cost: 4 })], threadsAtHand()),
  clock: () => now,
};

parentPort?.on("message", async (order: EndingOrder | "close") => {
  if (order === "close") {
    for (const close of toClose) await close();
    parentPort?.close();
    return;
  }
  const { title, userId, at } = order;
  now = order.now;
  parentPort?.postMessage(await sendAt(at, () => hostRaces[title]!.end(parts, userId)));
});
parentPort?.postMessage("ready");
