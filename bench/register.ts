import { fork } from "node:child_process";
import pg from "pg";
import { openMigrated } from "../src/assembly/open-migrated.ts";
import { askProcess } from "./ask-process.ts";
import { ENDS, type EndsInMemory, type Holder } from "./ended-in-memory.ts";
import type { FeedAtStart } from "./feed-at-start.ts";
import { asMarkdown, type Figure, spread } from "./figures.ts";
import type { Part } from "./part.ts";
import { startPostgres } from "./postgres.ts";
import { leaveNoneBehind } from "./server-process.ts";
import { under } from "./targets.ts";

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
    const figures = [...figuresOf(ours, map), ...(await atStart(rounds, say))];
    return { markdown: asMarkdown(figures), figures };
  },
};

const inItsProcess = async (holder: Holder): Promise<EndsInMemory> => {
  const child = fork(new URL("ended-in-memory.ts", import.meta.url), {
    execArgv: ["--expose-gc"],
  });
  leaveNoneBehind(child);
  return (await askProcess(child, { holder })) as EndsInMemory;
};

/** Loading them from a PostgreSQL, where there is one for this machine. */
const atStart = async (rounds: number, say: (text: string) => void): Promise<readonly Figure[]> => {
  const postgres = await startPostgres();
  if (!postgres) return [];
  try {
    say("ending a million sessions");
    const address = await postgres.database();
    const sid = await endMany(address);
    const starts: FeedAtStart[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const child = fork(new URL("feed-at-start.ts", import.meta.url));
      leaveNoneBehind(child);
      starts.push((await askProcess(child, { address, sid })) as FeedAtStart);
    }
    const took = spread(starts.map((start) => start.took));
    return [
      {
        name: "a start on PostgreSQL, until all are known by heart",
        unit: " ms",
        measured: took,
        ...under(1_500, took.median, " ms"),
      },
      {
        name: "the longest time that nothing else could be done meanwhile",
        unit: " ms",
        measured: spread(starts.map(({ longestHeld }) => longestHeld)),
      },
    ];
  } finally {
    await postgres.stop();
  }
};

/** A million that ended, and half a million more that live; the last that ended. */
const endMany = async (address: string): Promise<string> => {
  await (await openMigrated(address)).close();
  const client = new pg.Client(address);
  await client.connect();
  await client.query(`
    insert into countersign_sessions
      (sid, user_id, epoch, entered_at, last_seen_at, expires_at, user_agent, address)
    select rpad(translate(encode(sha256(each::text::bytea), 'base64'), '+/=', '-_'), 21) || 'A',
      each, 0, 0, 0, ${FAR}, 'Mozilla/5.0 (X11; Linux x86_64)', '192.0.2.1'
    from generate_series(1, 1500000) each`);
  // By the very trigger, from a million on downwards, some hundreds in a transaction: each end in it goes
  // over what the ones before have left of the counter.
  for (let last = ENDS; last > 0; last -= BATCH) {
    await client.query(
      "update countersign_sessions set ended_at = 1 where user_id between $1 and $2",
      [last - BATCH + 1, last],
    );
  }
  // Else it tidies up after all this writing while it is read.
  await client.query("vacuum analyze");
  const { rows } = await client.query<{ sid: string }>(
    "select sid from countersign_ends order by number desc limit 1",
  );
  await client.end();
  return rows[0]!.sid;
};

const BATCH = 500;
const FAR = Date.UTC(2100, 0);

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
    ...under(1_000, figure.median, " ns"),
  });
  return [
    {
      name: "memory",
      unit: " MB",
      measured: memory,
      ...under(100, memory.max, " MB"),
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
