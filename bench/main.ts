// `npm run bench`: everything; `npm run bench -- engines` one part of it (or more). What has a target is summed up
// at the end. `--json` prints JSON instead of tables; `--keep FOLDER` keeps it there as well, a file for each part, and
// plots of it; `--write` keeps them in docs/bench and puts tables and plots into docs/performance.md; `--rounds N` and `--seconds N` for
// shorter or longer turns, `--rows N` for smaller tables.
import { parseArgs } from "node:util";
import { check } from "./check.ts";
import { commands } from "./commands.ts";
import { drawPlots } from "./draw-plots.ts";
import { engines } from "./engines.ts";
import { growth } from "./growth.ts";
import { inProcess } from "./in-process.ts";
import { type KeptReport, keepReport, keptReports } from "./kept-report.ts";
import { loadFalse } from "./load-false.ts";
import { loginTimes } from "./login-times.ts";
import { logins } from "./logins.ts";
import { logout } from "./logout.ts";
import { machine } from "./machine.ts";
import { memory } from "./memory.ts";
import type { Part } from "./part.ts";
import { profile } from "./profile.ts";
import { register } from "./register.ts";
import { start } from "./start.ts";
import { storm } from "./storm.ts";
import { summarize, summaryTable } from "./summary.ts";
import { sweep } from "./sweep.ts";
import { welcome } from "./welcome.ts";
import { workers } from "./workers.ts";
import { KEPT, writeTable } from "./write-table.ts";

const PARTS: readonly Part[] = [
  start,
  welcome,
  profile,
  storm,
  logins,
  workers,
  growth,
  memory,
  loginTimes,
  engines,
  inProcess,
  loadFalse,
  sweep,
  commands,
  logout,
  register,
  check,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    keep: { type: "string" },
    rounds: { type: "string" },
    seconds: { type: "string" },
    rows: { type: "string" },
  },
});

const chosen = PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const unknown = positionals.find((word) => !PARTS.some(({ name }) => name === word));
if (unknown !== undefined) {
  const names = PARTS.map(({ name }) => name).join(", ");
  throw new Error(`no part is called ${unknown}; there are ${names}`);
}

const folder = values.write ? KEPT : values.keep;
const reports: KeptReport[] = [];
for (const { name, title, length, measure } of chosen) {
  const rounds = Number(values.rounds ?? length.rounds);
  const seconds = Number(values.seconds ?? length.seconds);
  const rows = Number(values.rows ?? length.rows ?? 0);
  const where = machine();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const { markdown, figures, plots = [], json } = await measure({ rounds, seconds, rows }, say);
  const report = { name, machine: where, rounds, seconds, rows, figures, plots, ...json };
  reports.push(report);
  const lasted = seconds > 0 ? `${rounds} rounds, turns of ${seconds} s` : `${rounds} rounds`;
  const table = `${markdown}\n\n${where}; ${lasted}`;
  if (folder !== undefined) {
    keepReport(folder, report);
    await drawPlots(folder, plots, say);
  }
  if (values.write) writeTable(name, table, plots);
  if (!values.json) console.log(`## ${title}\n\n${table}\n`);
}

const targets = summarize(reports);
if (values.json) console.log(JSON.stringify({ parts: reports, targets }, null, 2));
else console.log(`## Targets\n\n${summaryTable(targets)}\n`);
if (values.write) {
  // The page tells of every part, also of those that were measured on another day.
  const names = PARTS.map(({ name }) => name);
  writeTable("targets", summaryTable(summarize(keptReports(KEPT, names))));
}
