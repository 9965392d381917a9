import type { Command } from "commander";
import { CountersignError } from "../errors/countersign-error.ts";
import { HASHERS_HERE, type HasherName } from "../site/site-hashers.ts";
import { costLadder, type Rung } from "./cost-ladder.ts";
import { measureHash } from "./measure-hash.ts";
import { endProgress, print, printJson, printPairs, progress } from "./print.ts";

interface Options {
  readonly hasher: string;
  readonly cost?: string;
  readonly target: string;
  readonly json?: boolean;
}

interface Measured extends Rung {
  readonly milliseconds: number;
}

export const addHash = (program: Command): void => {
  program
    .command("hash")
    .description("measure what a hash costs on this machine, in processor time, and propose a cost")
    .option("--hasher <name>", `one of ${HASHERS_HERE.join(", ")}`, "bcrypt_sha256")
    .option("--cost <costs>", "these costs only, comma separated")
    .option("--target <span>", "how long a hash may take, such as 250ms or 1s", "250ms")
    .option("--json", "print JSON")
    .action(async ({ hasher, cost, target, json }: Options) => {
      const [name, most] = [hasherName(hasher), milliseconds(target)];
      const measured = await measureLadder(costLadder(name, cost), name, most);
      const proposed = proposedOf(measured, most);
      if (json) {
        const costs = measured.map((each) => ({
          cost: each.cost,
          milliseconds: Number(each.milliseconds.toFixed(1)),
          weakness: each.hasher.weakness ?? null,
        }));
        await printJson({
          hasher: name,
          target: most,
          costs,
          proposed: proposed?.cost ?? null,
          setting: proposed?.setting ?? null,
        });
        return;
      }
      await printPairs(measured.map((each) => [each.cost, line(each, proposed)] as const));
      await print("");
      await print(advice(proposed, most));
    });
};

/** Rung by rung, until one takes four times what it may: those above would only take longer. */
const measureLadder = async (
  rungs: readonly Rung[],
  name: HasherName,
  most: number,
): Promise<readonly Measured[]> => {
  const measured: Measured[] = [];
  for (const rung of rungs) {
    progress(`${name} ${rung.cost}, ${measured.length + 1} of ${rungs.length}`);
    const milliseconds = await measureHash(rung.hasher);
    measured.push({ ...rung, milliseconds });
    if (milliseconds > 4 * most) break;
  }
  endProgress();
  return measured;
};

/** The dearest that fits; if none does that is strong enough, the quickest that is. */
const proposedOf = (measured: readonly Measured[], most: number): Measured | undefined => {
  const strong = measured.filter(({ hasher }) => hasher.weakness === undefined);
  const byTime = strong.toSorted((one, other) => one.milliseconds - other.milliseconds);
  return byTime.findLast((each) => each.milliseconds <= most) ?? byTime[0];
};

const line = ({ cost, milliseconds, hasher }: Measured, proposed: Measured | undefined): string => {
  const logins = (1_000 / milliseconds).toPrecision(2);
  const remark =
    cost === proposed?.cost ? "  proposed" : hasher.weakness === undefined ? "" : "  weak";
  return `${milliseconds.toFixed(0).padStart(6)} ms  ${logins.padStart(6)} logins a second on a core${remark}`;
};

const advice = (proposed: Measured | undefined, most: number): string => {
  if (!proposed) return "None of these is strong enough for production.";
  const { setting, milliseconds } = proposed;
  if (milliseconds <= most) return `Proposed: ${setting}`;
  return `Proposed: ${setting}. It takes longer than ${most} ms, and anything quicker is guessed through quickly.`;
};

const hasherName = (name: string): HasherName => {
  const found = HASHERS_HERE.find((each) => each === name);
  if (found) return found;
  throw new CountersignError(
    "settings.invalid",
    `--hasher: ${JSON.stringify(name)} is none; use one of ${HASHERS_HERE.join(", ")}.`,
  );
};

const milliseconds = (span: string): number => {
  const [, digits, unit] = /^([1-9]\d{0,4})(ms|s)$/.exec(span) ?? [];
  const found = Number(digits) * (unit === "s" ? 1_000 : 1);
  if (found > 0 && found <= 60_000) return found;
  throw new CountersignError(
    "settings.invalid",
    "--target: has to be a whole number and a unit, such as 250ms or 1s, up to 60s.",
  );
};
