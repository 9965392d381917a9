import { askInProcess } from "./ask-in-process.ts";
import type { MeasuredStack } from "./engine-rounds.ts";
import { STACKS } from "./engine-stacks.ts";
import { addedCells, cell, HEAD, RULE, readingFigures, row, verdict } from "./engine-table.ts";
import { type Spread, spread } from "./figures.ts";
import type { Part } from "./part.ts";

/** What each engine adds to a page of Hono's that is called as a function: no sockets, no server. */
export const inProcess: Part = {
  name: "in-process",
  title: "What a session adds, in process",
  length: { rounds: 30, seconds: 0 },

  async measure({ rounds }, say) {
    // What needs a server beside it would show that process's time as nobody's.
    const stacks = STACKS.filter(
      ({ framework, needsRedis, engine }) => framework === "Hono" && !needsRedis && engine,
    );
    const engines: MeasuredStack[] = [];
    const checks: Spread[] = [];
    for (const stack of stacks) {
      say(stack.name);
      const { added, check } = await askInProcess({ engine: stack.engine ?? "", rounds });
      engines.push({ stack, added });
      checks.push(check);
    }
    const check = spread(checks.map(({ median }) => median));
    const lines = engines.map((each) =>
      row(each.stack.name, [...addedCells(each.added), verdict(each, engines)]),
    );
    const head = row("In process: microseconds", HEAD);
    const floor = row("an HMAC and a JSON parse of the same bytes", [cell(check), ...BLANKS]);
    return {
      markdown: [head, RULE, floor, ...lines].join("\n"),
      figures: readingFigures("In process", engines),
      json: { engines, check },
    };
  },
};

const BLANKS: readonly string[] = HEAD.slice(1).map(() => "");
