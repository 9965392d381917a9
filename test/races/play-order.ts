/**
 * What a step of a race touches, so that it is known which neighbours may change places unseen:
 * `send` reads the browser and the server, `read` and `write` the server, `arrive` writes the browser,
 * and `own` touches nothing that another could.
 */
export type Kind = "send" | "read" | "write" | "arrive" | "own";

/** One call of one actor, which runs to its end before the next step is let go. */
export interface Step {
  readonly actor: string;
  readonly name: string;
  readonly kind: Kind;
}

/** Waits for its turn, makes the call, and gives what the call gives. */
export type Gate = <Result>(
  name: string,
  kind: Kind,
  call: () => Result | Promise<Result>,
) => Promise<Result>;

/** Passes each of its calls through the gate, one after the other. */
export type Actor = (gate: Gate) => Promise<unknown>;

/** Several at the same moment, and what has to be so whoever was first. */
export interface Race {
  readonly actors: Readonly<Record<string, Actor>>;
  /** @param steps in the order in which they were made */
  check(steps: readonly Step[]): unknown;
}

/** Longer than any step takes, on any machine: past it nothing will come any more. In milliseconds. */
export const PATIENCE = 60_000;

/**
 * Runs the actors, a step at a time, in an order that is chosen as they go; the steps.
 *
 * Rejects if one of them does, and if one neither goes on nor ends.
 *
 * @param choose whose turn it is, of those who wait, who are in the order in which the actors are
 */
export const playOrder = async (
  actors: Race["actors"],
  choose: (waiting: ReadonlyMap<string, Step>) => string,
  patience: number = PATIENCE,
): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  const waiting = new Map<string, Step & { readonly go: () => void }>();
  const failures: unknown[] = [];
  let running = 0;
  let rested = (): void => {};

  const pause = (): void => {
    running -= 1;
    if (running === 0) rested();
  };
  const start = async ([actor, act]: [string, Actor]): Promise<void> => {
    running += 1;
    const gate: Gate = (name, kind, call) =>
      new Promise((resolve, reject) => {
        const go = () => Promise.resolve().then(call).then(resolve, reject);
        waiting.set(actor, { actor, name, kind, go });
        pause();
      });
    await act(gate).catch((error: unknown) => void failures.push(error));
    pause();
  };
  /** Until everybody waits for their turn, or is done. */
  const rest = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("Somebody waits for ever.")), patience);
      rested = () => {
        clearTimeout(timer);
        resolve();
      };
      if (running === 0) rested();
    });

  try {
    for (const actor of Object.entries(actors)) void start(actor);
    for (await rest(); waiting.size > 0; await rest()) {
      const inLine = Object.keys(actors).flatMap((actor) => waiting.get(actor) ?? []);
      const { go, ...step } = waiting.get(
        choose(new Map(inLine.map((each) => [each.actor, each]))),
      )!;
      waiting.delete(step.actor);
      steps.push(step);
      running += 1;
      go();
    }
    if (failures.length > 0) throw failures[0];
  } catch (error) {
    throw inThisOrder(error, steps);
  }
  return steps;
};

/** What went wrong, with the order as a person reads it, and as `playAgain` does. */
export const inThisOrder = (error: unknown, steps: readonly Step[]): Error => {
  const reason = error instanceof Error ? error.message : String(error);
  const lines = steps.map(({ actor, name }, at) => `${at + 1}. ${actor}: ${name}`);
  const turns = JSON.stringify(steps.map(({ actor }) => actor));
  return new Error([reason, "in this order:", ...lines, `(${turns})`].join("\n"), { cause: error });
};
