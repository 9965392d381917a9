// `npm run bench`: what a session costs beside the same page without one, all in one run, in rounds
// that take turns. `--json` prints JSON instead of a table; `--rounds N`, `--seconds N`.
import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { asMarkdown, type Figure, ratios, spread } from "./figures.ts";
import { type Load, load } from "./load.ts";
import { removeFolder, type ServerProcess, startServer } from "./server-process.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "4" },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const SITE = ["src/cli/main.ts", "serve", "--development"];

/** Registers the one user of the bench; her cookie. */
const register = async (site: ServerProcess): Promise<string> => {
  const body = new URLSearchParams({ username: "ada", password: "four unrelated words here" });
  const response = await fetch(`${site.url}/register`, {
    method: "POST",
    body,
    redirect: "manual",
  });
  const cookie = response.headers.getSetCookie()[0]?.split(";", 1)[0];
  if (!cookie) throw new Error(`registration was answered with ${response.status}`);
  return cookie;
};

/** Bare Hono, told to send what the site sends, and held to it byte for byte. */
const startBare = async (site: ServerProcess, cookie: string): Promise<ServerProcess> => {
  const ours = await fetch(`${site.url}/welcome`, { headers: { cookie } });
  const html = await ours.text();
  const ends = Date.parse(/datetime="([^"]+)"/.exec(html)?.[1] ?? "");
  const environment = {
    BENCH_LIKE: JSON.stringify(Object.fromEntries(ours.headers)),
    BENCH_ENDS: String(ends),
  };
  const bare = await startServer(["bench/bare-hono.ts"], environment, site.folder);
  const theirs = await fetch(`${bare.url}/welcome`, { headers: { cookie } });
  const isSame =
    (await theirs.text()) === html &&
    [...ours.headers.keys()].join() === [...theirs.headers.keys()].join();
  if (!isSame) throw new Error("the bare page is not the same page");
  return bare;
};

const compare = async (site: ServerProcess, bare: ServerProcess, cookie: string) => {
  const ours: Load[] = [];
  const theirs: Load[] = [];
  // Warm both before anything counts.
  for (const { url } of [bare, site]) await load(`${url}/welcome`, cookie, 2);
  for (let round = 1; round <= rounds; round += 1) {
    theirs.push(await load(`${bare.url}/welcome`, cookie, seconds));
    ours.push(await load(`${site.url}/welcome`, cookie, seconds));
    say(
      `round ${round} of ${rounds}: bare ${theirs.at(-1)?.requestsPerSecond}, ours ${ours.at(-1)?.requestsPerSecond}`,
    );
  }
  return { ours, theirs };
};

/** Starts a script and waits until it says that it has; stopping it gives what it printed last. */
const background = async (script: string, ...words: string[]) => {
  const child = spawn(process.execPath, [script, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return {
    async stop(): Promise<string> {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      return output.trim().split("\n").at(-1) ?? "";
    },
  };
};

const underStorm = async (site: ServerProcess, cookie: string) => {
  const idle: Load[] = [];
  const busy: Load[] = [];
  const storm: Load[] = [];
  const logins: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    idle.push(await load(`${site.url}/welcome`, cookie, seconds));

    const others = await Promise.all(cpus().map(() => background("bench/busy-cores.ts")));
    busy.push(await load(`${site.url}/welcome`, cookie, seconds));
    for (const other of others) await other.stop();

    const client = await background("bench/login-storm.ts", site.url);
    storm.push(await load(`${site.url}/welcome`, cookie, seconds));
    const report = JSON.parse(await client.stop()) as StormReport;
    logins.push((report.answered["401"] ?? 0) / report.seconds);
    say(
      `storm ${round} of ${rounds}: idle ${idle.at(-1)?.requestsPerSecond}, busy ${busy.at(-1)?.requestsPerSecond}, storm ${storm.at(-1)?.requestsPerSecond}, ${JSON.stringify(report.answered)}`,
    );
  }
  return { idle, busy, storm, logins };
};

interface StormReport {
  readonly answered: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const starts = async (): Promise<{ startedIn: number[]; memory: number[] }> => {
  const startedIn: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const server = await startServer(SITE);
    startedIn.push(server.startedIn);
    await new Promise((resolve) => setTimeout(resolve, 500));
    memory.push(server.memory());
    await server.stop();
    removeFolder(server.folder);
  }
  return { startedIn, memory };
};

const rates = (loads: readonly Load[]): number[] => loads.map((each) => each.requestsPerSecond);
const tails = (loads: readonly Load[]): number[] => loads.map((each) => each.p99);

const measure = async (): Promise<readonly Figure[]> => {
  const start = await starts();
  const site = await startServer(SITE);
  const cookie = await register(site);
  const bare = await startBare(site, cookie);
  try {
    const page = await compare(site, bare, cookie);
    await bare.stop();
    const storm = await underStorm(site, cookie);
    const share = spread(ratios(rates(page.ours), rates(page.theirs)));
    const kept = spread(ratios(rates(storm.storm), rates(storm.idle)));
    const keptAnyway = spread(ratios(rates(storm.busy), rates(storm.idle)));
    const startedIn = spread(start.startedIn);
    const memory = spread(start.memory);
    return [
      {
        name: "bare Hono, the same page without a session",
        unit: " requests/s",
        measured: spread(rates(page.theirs)),
      },
      {
        name: "`/welcome`, logged in, signed cookie, register checked",
        unit: " requests/s",
        measured: spread(rates(page.ours)),
      },
      {
        name: "share of bare Hono",
        unit: "",
        measured: share,
        target: "0.80 or more",
        isReached: share.median >= 0.8,
      },
      {
        name: "`/welcome` while 16 logins wait: idle throughput kept",
        unit: "",
        measured: kept,
        target: "0.95 or more",
        isReached: kept.median >= 0.95,
      },
      {
        name: "the same while two idle-class processes compute bcrypt: what the machine costs",
        unit: "",
        measured: keptAnyway,
      },
      {
        name: "its 99th percentile over idle",
        unit: "",
        measured: spread(ratios(tails(storm.storm), tails(storm.idle))),
      },
      { name: "logins meanwhile, at cost 12", unit: " a second", measured: spread(storm.logins) },
      {
        name: "start-up to first answer",
        unit: " ms",
        measured: startedIn,
        target: "under 700 ms",
        isReached: startedIn.median < 700,
      },
      {
        name: "memory at rest",
        unit: " MB",
        measured: memory,
        target: "under 120 MB",
        isReached: memory.median < 120,
      },
    ];
  } finally {
    await bare.stop();
    await site.stop();
    removeFolder(site.folder);
  }
};

const figures = await measure();
const machine = `${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
console.log(
  values.json
    ? JSON.stringify({ machine, rounds, seconds, figures }, null, 2)
    : `${asMarkdown(figures)}\n\n${machine}; ${rounds} rounds of ${seconds} s, 32 connections`,
);
