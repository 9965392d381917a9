// `npm run bench`: everything; `npm run bench -- engines` one part of it (or more).
// `--json` prints JSON instead of tables, `--write` puts the tables into docs/performance.md;
// `--rounds N` and `--seconds N` for shorter or longer turns, `--rows N` for smaller tables.
import { parseArgs } from "node:util";
import { check } from "./check.ts";
import { engines } from "./engines.ts";
import { inProcess } from "./in-process.ts";
import { loginTimes } from "./login-times.ts";
import { logins } from "./logins.ts";
import { logout } from "./logout.ts";
import { machine } from "./machine.ts";
import type { Part } from "./part.ts";
import { register } from "./register.ts";
import { start } from "./start.ts";
import { storm } from "./storm.ts";
import { sweep } from "./sweep.ts";
import { welcome } from "./welcome.ts";
import { workers } from "./workers.ts";
import { writeTable } from "./write-table.ts";

const PARTS: readonly Part[] = [
  start,
  welcome,
  storm,
  logins,
  workers,
  loginTimes,
  engines,
  inProcess,
  sweep,
  logout,
  register,
  check,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
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

const reports: Record<string, object> = {};
for (const { name, title, length, measure } of chosen) {
  const rounds = Number(values.rounds ?? length.rounds);
  const seconds = Number(values.seconds ?? length.seconds);
  const rows = Number(values.rows ?? length.rows ?? 0);
  const where = machine();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const report = await measure({ rounds, seconds, rows }, say);
  const lasted = seconds > 0 ? `${rounds} rounds, turns of ${seconds} s` : `${rounds} rounds`;
  const markdown = `${report.markdown}\n\n${where}; ${lasted}`;
  reports[name] = { machine: where, rounds, seconds, rows, ...report.json };
  if (values.write) writeTable(name, markdown);
  if (!values.json) console.log(`## ${title}\n\n${markdown}\n`);
}
if (values.json) console.log(JSON.stringify(reports, null, 2));
