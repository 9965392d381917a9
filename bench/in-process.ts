import { fork } from "node:child_process";
import type { AddedCosts } from "./added-cost.ts";
import { askProcess } from "./ask-process.ts";
import type { MeasuredStack } from "./engine-rounds.ts";
import { STACKS } from "./engine-stacks.ts";
import { addedCells, HEAD, row, verdict } from "./engine-table.ts";
import type { Part } from "./part.ts";

/** What each engine adds to a page of Hono's that is called as a function: no sockets, no server. */
export const inProcess: Part = {
  name: "in-process",
  title: "What a session adds, in process",
  length: { rounds: 30, seconds: 0 },

  async measure({ rounds }, say) {
    // What needs a server beside it would show the other process's time as nobody's.
    const stacks = STACKS.filter(
      ({ framework, needsRedis }) => framework === "Hono" && !needsRedis,
    );
    const measured: MeasuredStack[] = [];
    for (const stack of stacks) {
      say(stack.name);
      const words = [stack.engine ?? "", String(rounds)];
      const child = fork("bench/in-process-engine.ts", words);
      measured.push({ stack, added: (await askProcess(child, {})) as AddedCosts });
    }
    const lines = measured.map((each) =>
      row(each.stack.name, [...addedCells(each.added), verdict(each, measured)]),
    );
    const rule = row("---", ["---:", "---:", "---:", "---:", "---:", "---"]);
    return {
      markdown: [row("In process: microseconds", HEAD), rule, ...lines].join("\n"),
      json: { engines: measured },
    };
  },
};
