import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addAudit } from "./audit.ts";
import { addCheck } from "./check.ts";
import { addHash } from "./hash.ts";
import { addMigrate } from "./migrate.ts";
import { addSecret } from "./secret.ts";
import { addServe } from "./serve.ts";
import { addSessionDecode } from "./session-decode.ts";
import { addSessionEnd } from "./session-end.ts";
import { addSessionList } from "./session-list.ts";
import { addSessionSweep } from "./session-sweep.ts";
import { addShell } from "./shell.ts";
import { addUserAdd } from "./user-add.ts";
import { addUserDelete } from "./user-delete.ts";
import { addUserDisable } from "./user-disable.ts";
import { addUserEnable } from "./user-enable.ts";
import { addUserImport } from "./user-import.ts";
import { addUserList } from "./user-list.ts";
import { addUserLogout } from "./user-logout.ts";
import { addUserPassword } from "./user-password.ts";
import { addUserSessions } from "./user-sessions.ts";
import { addUserShow } from "./user-show.ts";
import { addUserUnblock } from "./user-unblock.ts";

/** All commands, one act each. */
export const program = (): Command => {
  const top = new Command("countersign")
    .description("Login and sessions: the site, and what an operator does with it.")
    .version(version())
    .showHelpAfterError("(--help shows what can be said)");
  addServe(top);
  addShell(top);
  const user = top
    .command("user")
    .description(
      "users: add, import, list, show, password, disable, delete, sessions, logout, unblock",
    );
  addUserAdd(user);
  addUserImport(user);
  addUserList(user);
  addUserShow(user);
  addUserPassword(user);
  addUserDisable(user);
  addUserEnable(user);
  addUserDelete(user);
  addUserSessions(user);
  addUserLogout(user);
  addUserUnblock(user);
  const session = top.command("session").description("sessions: decode, list, end, sweep");
  addSessionDecode(session);
  addSessionList(session);
  addSessionEnd(session);
  addSessionSweep(session);
  addAudit(top);
  addSecret(top);
  addHash(top);
  addMigrate(top);
  addCheck(top);
  return top;
};

/** The package's, which stands two floors up both from `src/cli` and from `dist/cli`. */
const version = (): string =>
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
