import { setTimeout } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Storage } from "../assembly/open-storage.ts";
import { isCountersignError } from "../errors/countersign-error.ts";
import { EVENT_NAMES, type EventName } from "../events/account-event.ts";
import type { AuditFilter, AuditLine } from "../stores/database-audit.ts";
import { type AuditFollower, followAudit } from "../stores/follow-audit.ts";
import { parseDuration } from "../time/duration.ts";
import { AUDIT_HEADING, auditJson, auditRow } from "./audit-table.ts";
import { print, printJsonLine } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withStorage } from "./with-storage.ts";

interface Options {
  readonly user?: string;
  readonly event?: EventName;
  /** In seconds. */
  readonly since?: number;
  readonly limit?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** Without --since so many: a glance. */
const USUAL_LIMIT = 50;
/** In milliseconds. */
const BETWEEN_LOOKS = 500;

export const addAudit = (program: Command): void => {
  const command = program
    .command("audit")
    .description("what happened to accounts: who did what, when and from where; the oldest first")
    .option("--user <name>", "only of this user; of one who is gone, by the name as it was written")
    .addOption(new Option("--event <name>", "only events of this name").choices(EVENT_NAMES))
    .option("--since <span>", "only of so long ago: 30m, 24h, 7d", seconds)
    .option(
      "--limit <number>",
      `only the newest; ${USUAL_LIMIT} if neither this nor --since is given`,
      wholeNumber,
    )
    .option("--follow", "go on with what happens from now on, until interrupted")
    .option("--json", "print a JSON object a line");
  addSettings(command, ...STORAGE).action((options: Options) =>
    withStorage(command, (storage) => show(storage, options)),
  );
};

const show = async (storage: Storage, options: Options): Promise<void> => {
  const { audit } = storage;
  const filter = await filterOf(storage, options);
  const limit = options.limit ?? (options.since === undefined ? USUAL_LIMIT : undefined);
  const write = writer(options.json === true);
  const newest = await audit.newest();
  const follower = followAudit(audit, newest);
  // Before what is there is read: what is committed meanwhile is found by one of the two.
  const early = options.follow ? await follower.look() : [];
  for await (const line of audit.read(filter, limit)) {
    if (line.id > newest) break;
    follower.leaveOut(line.id);
    await write(line);
  }
  if (!options.follow) return options.json ? undefined : write(undefined);
  for await (const line of comingLines(follower, early)) {
    if (isWanted(filter, line)) await write(line);
  }
};

type Write = (line: AuditLine | undefined) => Promise<void>;

/** Writes line by line, and of undefined that there was none. */
const writer = (isJson: boolean): Write => {
  let count = 0;
  return async (line) => {
    if (!line) return count === 0 ? print("Nothing of that kind was written down.") : undefined;
    if (isJson) return printJsonLine(auditJson(line));
    if (count === 0) await print(AUDIT_HEADING);
    count += 1;
    await print(auditRow(line));
  };
};

const filterOf = async ({ accounts }: Storage, options: Options): Promise<AuditFilter> => {
  const { user: name, event, since } = options;
  const found = name === undefined ? undefined : await accounts.findByName(name);
  return {
    userId: found?.user.id,
    username: found ? undefined : name,
    event,
    since: since === undefined ? undefined : Date.now() - since * 1_000,
  };
};

/** Until somebody interrupts it. A database that is out of reach is waited for. */
const comingLines = async function* (
  follower: AuditFollower,
  early: readonly AuditLine[],
): AsyncIterable<AuditLine> {
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => interrupted.abort());
  const { signal } = interrupted;
  const pause = (): Promise<unknown> =>
    setTimeout(BETWEEN_LOOKS, undefined, { signal }).catch(() => {});
  let isOut = false;
  for (let lines = early; !signal.aborted; await pause()) {
    yield* lines;
    try {
      lines = await follower.look();
      isOut = false;
    } catch (error) {
      if (!isCountersignError(error, "storage.unavailable")) throw error;
      if (!isOut) console.error("The database is out of reach; still trying.");
      isOut = true;
      lines = [];
    }
  }
};

const isWanted = ({ userId, username, event: name }: AuditFilter, { event }: AuditLine): boolean =>
  (userId === undefined || event.userId === userId) &&
  (username === undefined || event.username === username) &&
  (name === undefined || event.name === name);

const seconds = (text: string): number => {
  const span = parseDuration(text);
  if (span === undefined)
    throw new InvalidArgumentError("It has to be a whole number and a unit, such as 24h.");
  return span;
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError("It has to be a whole number from 1 on.");
  return Number(text);
};
