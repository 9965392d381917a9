import type { Command } from "commander";
import { type User, userJson } from "../users/user.ts";
import { moment, print } from "./print.ts";
import { printJsonRows, printRows } from "./print-rows.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withNewStorage } from "./with-storage.ts";

export const addUserList = (user: Command): void => {
  const command = user
    .command("list")
    .description("list all users")
    .option("--json", "print a JSON array, a user a line");
  addSettings(command, ...STORAGE).action((options: { json?: boolean }) =>
    withNewStorage(command, async ({ accounts }) => {
      if (options.json) return printJsonRows(accounts.list(), "users", userJson);
      const count = await printRows(accounts.list(), "users", (user, nth) =>
        nth === 0 ? `${HEADING}\n${rowOf(user)}` : rowOf(user),
      );
      if (count === 0) await print("There are no users yet. `countersign user add NAME` adds one.");
    }),
  );
};

// Fixed widths, and the ones without a bound last: rows are printed as they come.
const row = (id: string, registered: string, login: string, name: string, email: string): string =>
  `${id.padStart(8)}  ${registered.padEnd(23)}  ${login.padEnd(23)}  ${name.padEnd(24)}  ${email}`.trimEnd();

const HEADING = row("ID", "REGISTERED", "LAST LOGIN", "NAME", "E-MAIL");

const rowOf = ({ id, username, email, createdAt, lastLoginAt }: User): string =>
  row(String(id), moment(createdAt), moment(lastLoginAt), username, email ?? "");
