// One framework's rounds. The page without a session takes its turn before and after each session's,
// so that what is subtracted was measured beside it, and a machine that slows down slows both.
import { type AddedCosts, COSTS, type Cost, createLedger } from "./added-cost.ts";
import type { Stack } from "./engine-stacks.ts";
import { type Spread, spread } from "./figures.ts";
import type { LoadGenerator } from "./load.ts";
import type { Length } from "./part.ts";
import type { ServerProcess } from "./server-process.ts";
import type { Visitors } from "./visitors.ts";

/** A server that is running, and those who visit it. */
export interface Running {
  readonly server: ServerProcess;
  readonly visitors: Visitors;
}

export interface RunningStack extends Running {
  readonly stack: Stack;
}

export interface MeasuredStack {
  readonly stack: Stack;
  /** What a request costs more than the page without a session. */
  readonly added: AddedCosts;
}

export interface MeasuredFramework {
  /** The whole request without a session: processor time, and by the clock. */
  readonly bare: Readonly<Record<"read" | "clock", Spread>>;
  readonly stacks: readonly MeasuredStack[];
}

type Turn = (who: Running, cost: Cost) => Promise<number>;

export const runRounds = async (
  load: LoadGenerator,
  bare: Running,
  running: readonly RunningStack[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<MeasuredFramework> => {
  const turn: Turn = (who, cost) => costOf(load, who, cost, seconds);
  // Warm all before anything counts.
  await turnsOf(turn, bare, BARE);
  for (const who of running) await turnsOf(turn, who, costsOf(who));

  const ledgers = running.map(createLedger);
  const bares: Record<"read" | "clock", number>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bares.push(await turnsOf(turn, bare, BARE));
    for (const [at, who] of running.entries()) {
      const costs = costsOf(who);
      const measured = await turnsOf(turn, who, costs);
      const before = bares.at(-1)!;
      const after = await turnsOf(turn, bare, BARE);
      bares.push(after);
      for (const cost of costs) {
        const beside = cost === "clock" ? "clock" : "read";
        ledgers[at]!.enter(cost, measured[cost], before[beside], after[beside]);
      }
    }
    say(`  round ${round} of ${rounds}`);
  }
  return {
    bare: {
      read: spread(bares.map(({ read }) => read)),
      clock: spread(bares.map(({ clock }) => clock)),
    },
    stacks: running.map(({ stack }, at) => ({ stack, added: ledgers[at]!.added() })),
  };
};

const BARE = ["read", "clock"] as const;

const costsOf = ({ visitors }: RunningStack): readonly Cost[] =>
  COSTS.filter((cost) => cost !== "user" || visitors.users.length > 0);

const turnsOf = async <Name extends Cost>(
  turn: Turn,
  who: Running,
  costs: readonly Name[],
): Promise<Record<Name, number>> => {
  const measured: Partial<Record<Name, number>> = {};
  for (const cost of costs) measured[cost] = await turn(who, cost);
  return measured as Record<Name, number>;
};

const costOf = async (
  load: LoadGenerator,
  { server, visitors }: Running,
  cost: Cost,
  seconds: number,
): Promise<number> => {
  const { many, few, users } = visitors;
  const cookies = cost === "again" ? few : cost === "user" ? users : many;
  const url = `${server.url}/${cost === "write" ? "write" : "read"}`;
  if (cost === "clock") {
    const { requestsPerSecond } = await load.run({ url, cookies, seconds });
    return 1e6 / requestsPerSecond;
  }
  // One request after the other: then each server waits alike before each. Of two that are asked as fast
  // as they can, the one that is faster than its client is woken less often, and seems cheaper.
  const before = await server.usage();
  const { requests } = await load.run({ url, cookies, seconds, connections: 1 });
  return ((await server.usage()) - before) / requests;
};
