import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Length, Report } from "./part.ts";

/** What a part measured, where, and for how long: what `NAME.json` keeps beside whatever else the part tells. */
export interface KeptReport extends Length, Required<Pick<Report, "figures" | "plots">> {
  readonly name: string;
  readonly machine: string;
}

const fileOf = (folder: string, name: string): string => join(folder, `${name}.json`);

/** In `FOLDER/NAME.json`. */
export const keepReport = (folder: string, report: KeptReport): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, report.name), `${JSON.stringify(report, null, 2)}\n`);
};

/** Of the parts that are named, in that order, those that were ever kept. */
export const keptReports = (folder: string, names: readonly string[]): readonly KeptReport[] =>
  names
    .map((name) => fileOf(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as KeptReport);
