import type { Command } from "commander";
import { type User, userJson } from "../users/user.ts";
import { moment, print, printJsonRows } from "./print.ts";
import { addSettings } from "./settings-options.ts";
import { STORAGE, withNewStorage } from "./with-storage.ts";

export const addUserList = (user: Command): void => {
  const command = user
    .command("list")
    .description("list all users")
    .option("--json", "print a JSON array, a user a line");
  addSettings(command, ...STORAGE).action((options: { json?: boolean }) =>
    withNewStorage(command, async ({ accounts }) => {
      if (options.json) return printJsonRows(asJson(accounts.list()));
      let count = 0;
      for await (const each of accounts.list()) {
        if (count === 0) await print(row("ID", "REGISTERED", "LAST LOGIN", "NAME", "E-MAIL"));
        count += 1;
        const { id, username, email, createdAt, lastLoginAt } = each;
        await print(row(String(id), moment(createdAt), moment(lastLoginAt), username, email ?? ""));
      }
      if (count === 0) await print("There are no users yet. `countersign user add NAME` adds one.");
    }),
  );
};

// Fixed widths, and the ones without a bound last: rows are printed as they come.
const row = (id: string, registered: string, login: string, name: string, email: string): string =>
  `${id.padStart(8)}  ${registered.padEnd(23)}  ${login.padEnd(23)}  ${name.padEnd(24)}  ${email}`.trimEnd();

const asJson = async function* (users: AsyncIterable<User>): AsyncIterable<unknown> {
  for await (const each of users) yield userJson(each);
};
