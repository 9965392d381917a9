import { suite, type TestContext, test } from "node:test";

/** One promise: its title, and what shows it. */
export type Promises<Bench> = Readonly<Record<string, (bench: Bench) => unknown>>;

/** Runs each promise on a bench of its own. */
export const contract = <Bench>(
  name: string,
  open: (t: TestContext) => Bench | Promise<Bench>,
  promises: Promises<Bench>,
): void => {
  suite(name, () => {
    for (const [title, show] of Object.entries(promises)) {
      test(title, async (t) => {
        await show(await open(t));
      });
    }
  });
};
