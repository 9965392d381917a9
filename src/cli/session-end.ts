import type { Command } from "commander";
import type { Storage } from "../assembly/open-storage.ts";
import { CountersignError } from "../errors/countersign-error.ts";
import { confirm } from "./confirm.ts";
import { operatorCause } from "./operator-cause.ts";
import { counted, print, printJson } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withStorage } from "./with-storage.ts";

interface Options {
  readonly all?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const addSessionEnd = (session: Command): void => {
  const command = session
    .command("end")
    .description("end one session, or everybody's, everywhere and at once")
    .argument("[id]", "the session's id; `session list` shows it, and `session decode` as _sid")
    .option("--all", "end everybody's, as after a backup was restored")
    .option("--yes", "with --all on a terminal: do not ask")
    .option("--json", "print JSON");
  addSettings(command, ...STORAGE).action((id: string | undefined, options: Options) => {
    if ((id === undefined) !== (options.all === true)) {
      command.error("error: say which session to end by its id, or --all and no id");
    }
    return withStorage(command, (storage) =>
      id === undefined ? endAll(storage, options) : endOne(storage, id, options),
    );
  });
};

const endOne = async ({ register }: Storage, id: string, { json }: Options): Promise<void> => {
  const note = { name: "sessionEnded", ...operatorCause() } as const;
  if (!(await register.end(id, Date.now(), note))) {
    throw new CountersignError(
      "command.failed",
      "There is no such session, or it has ended already.",
    );
  }
  await (json ? printJson({ ended: id }) : print("Ended."));
};

const endAll = async ({ register }: Storage, { yes, json }: Options): Promise<void> => {
  if (!yes) await confirm("End all sessions, so that everybody has to log in again?");
  const ended = await count(register.listAll(Date.now()));
  // Whatever that number is: sessions that a restored backup does not know are not counted.
  const note = { name: "sessionsEnded", ended, ...operatorCause() } as const;
  await register.raiseEveryEpoch(Date.now(), note);
  await (json ? printJson({ ended }) : print(`Ended ${counted(ended, "session")}, everybody's.`));
};

const count = async (rows: AsyncIterable<unknown>): Promise<number> => {
  let total = 0;
  for await (const _ of rows) total += 1;
  return total;
};
