// One framework's rounds. The page without a session takes its turn before and after each session's,
// so that what is subtracted was measured beside it, and a machine that slows down slows both.
import { type AddedCosts, ASKED, type Asked, createLedger } from "./added-cost.ts";
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

/** Of one request, in microseconds. */
interface Turn {
  readonly processor: number;
  readonly clock: number;
}

export const runRounds = async (
  load: LoadGenerator,
  bare: Running,
  running: readonly RunningStack[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<MeasuredFramework> => {
  const turn = (who: Running, asked: Asked): Promise<Turn> => turnOf(load, who, asked, seconds);
  // Warm all before anything counts.
  await turn(bare, "read");
  for (const who of running) for (const asked of askedOf(who)) await turn(who, asked);

  const ledgers = running.map(createLedger);
  const bares: Turn[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    let before = await turn(bare, "read");
    bares.push(before);
    for (const [at, who] of running.entries()) {
      const turns: (readonly [Asked, Turn])[] = [];
      for (const asked of askedOf(who)) turns.push([asked, await turn(who, asked)]);
      const after = await turn(bare, "read");
      bares.push(after);
      const { enter } = ledgers[at]!;
      for (const [asked, { processor, clock }] of turns) {
        enter(asked, processor, before.processor, after.processor);
        if (asked === "read") enter("clock", clock, before.clock, after.clock);
      }
      before = after;
    }
    say(`  round ${round} of ${rounds}`);
  }
  return {
    bare: {
      read: spread(bares.map(({ processor }) => processor)),
      clock: spread(bares.map(({ clock }) => clock)),
    },
    stacks: running.map(({ stack }, at) => ({ stack, added: ledgers[at]!.added() })),
  };
};

const askedOf = ({ visitors }: RunningStack): readonly Asked[] =>
  ASKED.filter((asked) => asked !== "user" || visitors.users.length > 0);

const turnOf = async (
  load: LoadGenerator,
  { server, visitors }: Running,
  asked: Asked,
  seconds: number,
): Promise<Turn> => {
  const { many, few, users } = visitors;
  const cookies = asked === "again" ? few : asked === "user" ? users : many;
  const url = `${server.url}/${asked === "write" ? "write" : "read"}`;
  const before = await server.usage();
  const { requests, requestsPerSecond } = await load.run({ url, cookies, seconds });
  const processor = ((await server.usage()) - before) / requests;
  return { processor, clock: 1e6 / requestsPerSecond };
};
