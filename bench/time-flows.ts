import { setTimeout as later } from "node:timers/promises";
import { USUAL } from "./filled-user.ts";
import { type Both, type GrownSite, orderOf, spreadOver } from "./grown-sites.ts";
import type { Flow } from "./growth-flows.ts";
import type { Grown } from "./growth-table.ts";

/** Of each flow, and not counted. */
const WARMING = 4;

/** What is done behind an answer, such as a mail, is not to be in the way of the next. In milliseconds. */
const BEHIND = 5;

/** How many users flows need, none of whom does two things. */
export const asksOf = (flows: readonly Flow[], rounds: number): number =>
  flows.length * (rounds + WARMING);

/**
 * Each flow in pairs, once on each site, by users who lie all over the table: how long it takes by the clock, and how
 * long the processor is at it, with what is done behind the answer.
 *
 * @param cost of the site's hashes, and of theirs who ask
 */
export const timeFlows = async (
  sites: Both<GrownSite>,
  flows: readonly Flow[],
  rounds: number,
  cost: number,
  say: (text: string) => void,
): Promise<readonly Grown[]> => {
  const grown: Grown[] = [];
  let nth = 0;
  for (const flow of flows) {
    const clock: Both<number[]> = [[], []];
    const processor: Both<number[]> = [[], []];
    for (let round = -WARMING; round < rounds; round += 1) {
      for (const at of orderOf(round)) {
        const took = await timeOf(flow, sites[at], nth, cost);
        if (round < 0) continue;
        clock[at].push(took.clock);
        processor[at].push(took.processor);
      }
      nth += 1;
    }
    grown.push({ name: `${flow.name}, at cost ${cost}`, clock, processor });
    say(`${flow.name}, at cost ${cost}: ${nth} asked so far`);
  }
  return grown;
};

/** Both in milliseconds. */
interface Took {
  readonly clock: number;
  readonly processor: number;
}

const timeOf = async (
  flow: Flow,
  { server, client, count }: GrownSite,
  nth: number,
  cost: number,
): Promise<Took> => {
  const pair = 2 * spreadOver(nth, Math.floor(count / 2));
  const { method, path, cookie, form } = flow.ask(cost === USUAL ? pair + 2 : pair + 1, nth);
  const used = await server.usage();
  const began = performance.now();
  const answer = await client.ask(method, path, cookie, form);
  if (answer.status !== flow.status) {
    throw new Error(`${path} was answered with ${answer.status}: ${answer.text}`);
  }
  await later(BEHIND);
  const processor = ((await server.usage()) - used) / 1_000;
  return { clock: answer.at - began, processor };
};
