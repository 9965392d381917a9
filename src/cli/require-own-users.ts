import type { Command } from "commander";
import { CountersignError } from "../errors/countersign-error.ts";
import { settingsOf } from "./settings-options.ts";

/**
 * Throws `command.failed` where users are Django's, before anybody is asked for anything.
 *
 * @param instead what to do there
 */
export const requireOwnUsers = (command: Command, instead: string): void => {
  if (!settingsOf(command).isDjango) return;
  throw new CountersignError("command.failed", `Users are Django's here: ${instead}.`);
};
