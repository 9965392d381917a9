import { fork } from "node:child_process";
import { askProcess } from "./ask-process.ts";
import type { EndsInMemory, Holder } from "./ended-in-memory.ts";
import { asMarkdown, type Figure, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { leaveNoneBehind } from "./server-process.ts";

/** What a million ended sessions take in the memory of a process on PostgreSQL. */
export const register: Part = {
  name: "register",
  title: "A million ended sessions",
  length: { rounds: 3, seconds: 0 },

  async measure({ rounds }, say) {
    const ours: EndsInMemory[] = [];
    const map: EndsInMemory[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      say(`round ${round} of ${rounds}`);
      ours.push(await inItsProcess("ours"));
      map.push(await inItsProcess("map"));
    }
    const figures = figuresOf(ours, map);
    return { markdown: asMarkdown(figures), json: { figures } };
  },
};

const inItsProcess = async (holder: Holder): Promise<EndsInMemory> => {
  const child = fork(new URL("ended-in-memory.ts", import.meta.url), {
    execArgv: ["--expose-gc"],
  });
  leaveNoneBehind(child);
  return (await askProcess(child, { holder })) as EndsInMemory;
};

const figuresOf = (
  ours: readonly EndsInMemory[],
  map: readonly EndsInMemory[],
): readonly Figure[] => {
  const memory = spread(ours.map(({ megabytes }) => megabytes));
  const found = spread(ours.flatMap((each) => each.found));
  const absent = spread(ours.flatMap((each) => each.absent));
  const underAMicrosecond = (figure: typeof found) => ({
    unit: " ns",
    measured: figure,
    target: "under 1,000 ns",
    isReached: figure.median < 1_000,
  });
  return [
    {
      name: "memory",
      unit: " MB",
      measured: memory,
      target: "under 100 MB",
      isReached: memory.max < 100,
    },
    { name: "is it ended? of one that is", ...underAMicrosecond(found) },
    { name: "is it ended? of one that is not", ...underAMicrosecond(absent) },
    {
      name: "the longest time that remembering one more took",
      unit: " ms",
      measured: spread(ours.map(({ longestAdd }) => longestAdd)),
    },
    {
      name: "a turn of forgetting, twice a second, half of what it looks at",
      unit: " ms",
      measured: spread(ours.flatMap(({ forgetting }) => forgetting)),
    },
    {
      name: "a full garbage collection of a process that holds nothing else",
      unit: " ms",
      measured: spread(ours.map(({ collecting }) => collecting)),
    },
    {
      name: "a plain `Map` of strings: memory",
      unit: " MB",
      measured: spread(map.map(({ megabytes }) => megabytes)),
    },
    {
      name: "a plain `Map`: of one that is ended",
      unit: " ns",
      measured: spread(map.flatMap((each) => each.found)),
    },
    {
      name: "a plain `Map`: the longest time that remembering one more took",
      unit: " ms",
      measured: spread(map.map(({ longestAdd }) => longestAdd)),
    },
    {
      name: "a plain `Map`: a full garbage collection",
      unit: " ms",
      measured: spread(map.map(({ collecting }) => collecting)),
    },
  ];
};
