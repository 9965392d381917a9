// One framework's rounds. The page without a session takes its turn before and after each session's,
// so that what is subtracted was measured beside it, and a machine that slows down slows both.
import {
  type AddedCosts,
  type Cost,
  type CostSpread,
  createLedger,
  KINDS,
  type Kind,
  spreads,
} from "./added-cost.ts";
import type { Stack } from "./engine-stacks.ts";
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
  /** What each kind of request costs more than the page without a session. */
  readonly added: AddedCosts;
}

export interface MeasuredFramework {
  /** The whole request without a session. */
  readonly bare: CostSpread;
  readonly stacks: readonly MeasuredStack[];
}

export const runRounds = async (
  load: LoadGenerator,
  bare: Running,
  running: readonly RunningStack[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<MeasuredFramework> => {
  const turn = (who: Running, kind: Kind): Promise<Cost> => costOf(load, who, kind, seconds);
  for (const who of [bare, ...running]) {
    for (const kind of kindsOf(who)) await turn(who, kind);
  }
  const ledgers = running.map(createLedger);
  const bares: Cost[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    bares.push(await turn(bare, "read"));
    for (const [at, who] of running.entries()) {
      const before = bares.at(-1)!;
      const costs: (readonly [Kind, Cost])[] = [];
      for (const kind of kindsOf(who)) costs.push([kind, await turn(who, kind)]);
      bares.push(await turn(bare, "read"));
      for (const [kind, cost] of costs) ledgers[at]!.enter(kind, cost, before, bares.at(-1)!);
    }
    say(`  round ${round} of ${rounds}`);
  }
  return {
    bare: spreads(bares),
    stacks: running.map(({ stack }, at) => ({ stack, added: ledgers[at]!.added() })),
  };
};

const kindsOf = (who: Running | RunningStack): readonly Kind[] => {
  if (!("stack" in who)) return ["read"];
  return KINDS.filter((kind) => kind !== "user" || who.visitors.users.length > 0);
};

const costOf = async (
  load: LoadGenerator,
  { server, visitors }: Running,
  kind: Kind,
  seconds: number,
): Promise<Cost> => {
  const cookies = {
    read: visitors.many,
    again: visitors.few,
    user: visitors.users,
    write: visitors.many,
  };
  const url = `${server.url}/${kind === "write" ? "write" : "read"}`;
  const before = await server.usage();
  const { requests, requestsPerSecond } = await load.run({ url, cookies: cookies[kind], seconds });
  const processor = ((await server.usage()) - before) / requests;
  return { processor, clock: 1e6 / requestsPerSecond };
};
