import { type Command, Option } from "commander";
import { CountersignError } from "../errors/countersign-error.ts";
import type { Environment } from "../site/environment.ts";
import type { Finding } from "../site/finding.ts";
import { refusalsOf } from "../site/refusals.ts";
import { type Variable, variables } from "../site/variables.ts";
import { warningsOn } from "../site/warnings.ts";
import { counted, print, printJson, printPairs } from "./print.ts";
import { addSettings, environmentOf } from "./settings-options.ts";

interface Options {
  readonly failLevel: Finding["severity"];
  readonly json?: boolean;
}

export const addCheck = (program: Command): void => {
  const command = program
    .command("check")
    .description("print the settings in effect, without secrets, and name every one that is unsafe")
    .addOption(
      new Option("--fail-level <level>", "exit with 1 from here on")
        .choices(["error", "warning"])
        .default("error"),
    )
    .option("--json", "print JSON");
  addSettings(command).action(async ({ failLevel, json }: Options) => {
    const environment = environmentOf(command);
    const settings = variables.map((variable) => ({
      name: variable.name,
      value: shown(variable, environment),
      isSet: Boolean(environment[variable.name]),
    }));
    const findings = [...refusalsOf(environment), ...warningsOn(environment)];
    if (json) await printJson({ settings, findings });
    else {
      await printPairs(
        settings.map(({ name, value, isSet }) => [name, isSet ? value : `${value} (default)`]),
      );
      await print("");
      if (!findings.some(isError)) await print("Nothing that production would refuse.");
      for (const finding of findings) await print(lineOf(finding));
    }
    const faults = findings.filter((each) => failLevel === "warning" || isError(each)).length;
    if (faults === 0) return;
    throw new CountersignError(
      "command.failed",
      `Not fit for production: ${counted(faults, "finding")} to mend.`,
    );
  });
};

const isError = ({ severity }: Finding): boolean => severity === "error";

/** `!` before what production refuses, `-` before what it does not. */
const lineOf = ({ id, severity, setting, what, why, instead }: Finding): string => {
  const parts = [`${what}${/[.!?]$/.test(what) ? "" : "."}`, why, sentence(instead)];
  const mark = severity === "error" ? "!" : "-";
  return `${mark} ${setting}: ${parts.filter((part) => part !== "").join(" ")} (${id})`;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const shown = ({ name, fallback }: Variable, environment: Environment): string => {
  const value = environment[name];
  if (!value) return fallback;
  if (SECRETS.includes(name)) return `${value.split(",").length} set`;
  return ADDRESSES.includes(name) ? withoutPassword(value) : value;
};

/** Of which only the number is shown. */
const SECRETS: readonly string[] = ["COUNTERSIGN_SECRET", "COUNTERSIGN_PEPPER"];

/** Addresses of servers, which may hold a password. */
const ADDRESSES: readonly string[] = [
  "COUNTERSIGN_DATABASE",
  "COUNTERSIGN_CACHE",
  "COUNTERSIGN_MAIL",
];

/**
 * The address of a server without whatever stands before its last `@` and behind its `?`. Also of one that
 * is mistyped: that is when somebody looks, and shows it around.
 */
const withoutPassword = (address: string): string => {
  if (address.startsWith("sqlite:")) return address;
  const [scheme] = /^\s*[a-z]+:\/\//i.exec(address) ?? [""];
  const [place = ""] = address
    .slice(Math.max(address.lastIndexOf("@") + 1, scheme.length))
    .split("?");
  return `${scheme.trim()}${address.includes("@") ? "***@" : ""}${place}`;
};
