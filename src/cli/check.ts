import type { Command } from "commander";
import { CountersignError } from "../errors/countersign-error.ts";
import { type Environment, productionFaults } from "../site/environment.ts";
import { notesOn } from "../site/notes.ts";
import { type Variable, variables } from "../site/variables.ts";
import { print, printJson, printPairs } from "./print.ts";
import { addSettings, environmentOf } from "./settings-options.ts";

export const addCheck = (program: Command): void => {
  const command = program
    .command("check")
    .description("print the settings in effect, without secrets, and what production would refuse")
    .option("--json", "print JSON");
  addSettings(command).action(async (options: { json?: boolean }) => {
    const environment = environmentOf(command);
    const settings = variables.map((variable) => ({
      name: variable.name,
      value: shown(variable, environment),
      isSet: Boolean(environment[variable.name]),
    }));
    const faults = productionFaults(environment);
    const notes = notesOn(environment);
    if (options.json) await printJson({ settings, faults, notes });
    else {
      await printPairs(
        settings.map(({ name, value, isSet }) => [name, isSet ? value : `${value} (default)`]),
      );
      await print("");
      if (faults.length === 0) await print("Nothing that production would refuse.");
      for (const fault of faults) await print(`! ${fault}`);
      for (const note of notes) await print(`- ${note}`);
    }
    if (faults.length > 0) {
      const what = faults.length === 1 ? "one setting" : `${faults.length} settings`;
      throw new CountersignError("command.failed", `Not fit for production: ${what} to mend.`);
    }
  });
};

const shown = ({ name, fallback }: Variable, environment: Environment): string => {
  const value = environment[name];
  if (!value) return fallback;
  if (SECRETS.includes(name)) return `${value.split(",").length} set`;
  return ADDRESSES.includes(name) ? withoutPassword(value) : value;
};

/** Of which only the number is shown. */
const SECRETS: readonly string[] = ["COUNTERSIGN_SECRET", "COUNTERSIGN_PEPPER"];

/** Addresses of servers, which may hold a password. */
const ADDRESSES: readonly string[] = ["COUNTERSIGN_DATABASE", "COUNTERSIGN_CACHE"];

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
