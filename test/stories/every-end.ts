import assert from "node:assert/strict";
import { runCommand } from "../cli/run-command.ts";
import { ADA } from "./people.ts";
import type { Program } from "./program.ts";

/** Where Ada, the first user, is logged in: over a database that others have as well. */
export interface Login {
  readonly here: Program;
  readonly database: string;
}

const ADAS_ID = 1;

const partsOf = ({ here }: Login) => here.cs.context!.parts;

/** Of her first session. */
const sidOf = async (login: Login): Promise<string> => {
  const entries = await partsOf(login).register.list(ADAS_ID, Date.now());
  return entries.at(-1)?.sid ?? "";
};

const run = async ({ database }: Login, ...words: readonly string[]): Promise<void> => {
  const environment = { COUNTERSIGN_DATABASE: database };
  const { code, err } = await runCommand(words, { folder: process.cwd(), environment });
  assert.equal(code, 0, err);
};

/** What ends her first session before its time, besides her logging out. */
export const everyEnd: Readonly<Record<string, (login: Login) => Promise<unknown>>> = {
  "a change of the password": (login) =>
    partsOf(login).accounts.changePassword(ADAS_ID, "another hash", Date.now()),
  "disabling the account": (login) => partsOf(login).accounts.disable(ADAS_ID, Date.now()),
  "deleting the account": (login) => partsOf(login).accounts.remove(ADAS_ID, Date.now()),
  "another session of hers, from the list": async (login) => {
    const other = await login.here.logIn(ADA);
    return login.here.post(`/account/sessions/${await sidOf(login)}/end`, other);
  },
  "another session of hers, with all others": async ({ here }) =>
    here.post("/account/sessions/end-others", await here.logIn(ADA)),
  "session end ID": async (login) => run(login, "session", "end", await sidOf(login)),
  "user logout NAME": (login) => run(login, "user", "logout", ADA.username),
  "session end --all": (login) => run(login, "session", "end", "--all", "--yes"),
};
