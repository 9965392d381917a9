import type { Command } from "commander";
import { type Environment, readEnvironment, type SiteSettings } from "../site/environment.ts";
import { flagOf, variables } from "../site/variables.ts";

/** Adds a flag for each of these variables (all that have one, if none is named). */
export const addSettings = (command: Command, ...names: readonly string[]): Command => {
  for (const variable of variables) {
    const isWanted = names.length === 0 || names.includes(variable.name);
    if (!variable.flag || !isWanted) continue;
    const text = `${variable.meaning} (${variable.name}; default ${variable.fallback})`;
    command.option(`--${flagOf(variable)} <${variable.flag}>`, text);
  }
  return command;
};

/** The environment, with what the command line says laid over it. */
export const environmentOf = (command: Command): Environment => {
  const given = command.optsWithGlobals<Record<string, string | undefined>>();
  const overlay = variables.flatMap((variable) => {
    const key = flagOf(variable).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = given[key];
    return typeof value === "string" ? [[variable.name, value] as const] : [];
  });
  return { ...process.env, ...Object.fromEntries(overlay) };
};

export const settingsOf = (command: Command): SiteSettings =>
  readEnvironment(environmentOf(command), command.optsWithGlobals()["development"] === true);
