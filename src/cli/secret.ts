import type { Command } from "commander";
import { newSecret } from "../site/secrets.ts";
import { print } from "./print.ts";

export const addSecret = (program: Command): void => {
  program
    .command("secret")
    .description(
      "print a new secret of 256 random bits, for COUNTERSIGN_SECRET or COUNTERSIGN_PEPPER",
    )
    .action(() => print(newSecret()));
};
