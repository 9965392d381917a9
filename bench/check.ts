import { createClient } from "./client.ts";
import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { type Idle, type LoadGenerator, startLoad } from "./load.ts";
import type { Length, Part } from "./part.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { REPORTING, removeFolder, type ServerProcess, startServer } from "./server-process.ts";
import { under } from "./targets.ts";

/** More than any of our memories of verified tokens holds. */
const MANY = 2_048;
/** So few that a server, and its database, have seen each of them a moment ago. */
const FEW = 64;

/** What asking the register adds to the welcome page, in processor time. */
export const check: Part = {
  name: "check",
  title: "What the register's check adds to the welcome page",
  length: { rounds: 40, seconds: 0.5 },

  async measure(length, say) {
    const load = startLoad();
    const postgres = await startPostgres();
    try {
      const figures = [...(await measureOn(load, undefined, length, say))];
      if (postgres) figures.push(...(await measureOn(load, postgres, length, say)));
      const missing = postgres ? "" : "\n\nPostgreSQL: not measured, there is none here.";
      return { markdown: asMarkdown(figures) + missing, figures };
    } finally {
      await load.stop();
      await postgres?.stop();
    }
  },
};

/** On PostgreSQL, or SQLite without it. What the database's own processes used counts as well. */
const measureOn = async (
  load: LoadGenerator,
  postgres: Postgres | undefined,
  length: Length,
  say: (text: string) => void,
): Promise<readonly Figure[]> => {
  const name = postgres ? "PostgreSQL" : "SQLite";
  say(name);
  const address = await postgres?.database();
  const server = await startServer([...REPORTING, "bench/servers/welcome-twice.ts"], {
    NODE_ENV: "production",
    ...(address === undefined ? {} : { COUNTERSIGN_DATABASE: address }),
  });
  const usage = async (): Promise<number> =>
    (await server.usage()) + (address === undefined ? 0 : ((await postgres?.usage(address)) ?? 0));
  try {
    const cookies = await beginMany(server.url, postgres !== undefined);
    const few: Group = { name: `${FEW} visitors`, cookies: cookies.slice(0, FEW), turns: [] };
    const many: Group = { name: `${MANY} visitors`, cookies, turns: [] };
    // PostgreSQL's own processes need the other core.
    const idle = postgres ? "sleeps" : "spins";
    await runRounds(load, { url: server.url, usage, idle }, [few, many], length, say);
    return [few, many].flatMap((group) => figuresOf(`${name}, ${group.name}`, group));
  } finally {
    await server.stop();
    removeFolder(server.folder);
  }
};

/** Of one request, in microseconds: with the register's check, and with the user read alone. */
interface Turn {
  readonly whole: number;
  readonly alone: number;
}

interface Group {
  readonly name: string;
  readonly cookies: readonly string[];
  readonly turns: Turn[];
}

/** Logs all visitors in, and makes sure that both pages are the same page, for nobody else, and on SQLite that only one asks the register. */
const beginMany = async (url: string, isPostgres: boolean): Promise<readonly string[]> => {
  const client = createClient(url);
  const cookies: string[] = [];
  while (cookies.length < MANY) cookies.push((await client.ask("GET", "/begin")).cookie);
  const whole = await client.ask("GET", "/welcome", cookies[0]);
  const alone = await client.ask("GET", "/welcome?alone", cookies[0]);
  const stranger = await client.ask("GET", "/welcome");
  const isSame = whole.status === 200 && whole.text === alone.text && stranger.status !== 200;
  if (!isSame) throw new Error("the page without the register is not the same page");
  const { cookie } = await client.ask("GET", "/ended");
  const asked = await client.ask("GET", "/welcome", cookie);
  const unasked = await client.ask("GET", "/welcome?alone", cookie);
  client.close();
  if (asked.status === 200) throw new Error("the register is not asked");
  // PostgreSQL's process knows by heart what was ended, and refuses it before any statement.
  if (unasked.status !== 200 && !isPostgres) {
    throw new Error("the page without the register asks it");
  }
  return cookies;
};

const runRounds = async (
  load: LoadGenerator,
  server: Pick<ServerProcess, "url" | "usage"> & { readonly idle: Idle },
  groups: readonly Group[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<void> => {
  const costOf = async (path: string, cookies: readonly string[]): Promise<number> => {
    const before = await server.usage();
    const { requests } = await load.run({
      url: server.url + path,
      cookies,
      seconds,
      idle: server.idle,
    });
    return ((await server.usage()) - before) / requests;
  };
  for (let round = -1; round < rounds; round += 1) {
    for (const { cookies, turns } of groups) {
      const one = await costOf("/welcome?alone", cookies);
      const whole = await costOf("/welcome", cookies);
      const other = await costOf("/welcome?alone", cookies);
      // The first round only warms.
      if (round >= 0) turns.push({ whole, alone: (one + other) / 2 });
    }
    if ((round + 1) % 10 === 0) say(`round ${round + 1} of ${rounds}`);
  }
};

const figuresOf = (name: string, { turns }: Group): readonly Figure[] => {
  const whole = turns.map((turn) => turn.whole);
  const added = turns.map((turn) => turn.whole - turn.alone);
  const share = spread(ratios(added, whole));
  const microseconds = (what: string, values: readonly number[]): Figure => ({
    name: `${name}: ${what}`,
    unit: " µs",
    measured: spread(values),
  });
  return [
    microseconds("`/welcome`, the whole request", whole),
    microseconds("of these the register's check", added),
    {
      name: `${name}: its share`,
      unit: "",
      measured: share,
      ...under(0.05, share.median),
    },
  ];
};
