import { DatabaseSync } from "node:sqlite";
import type { Welcomed } from "./same-page.ts";

type ReadUser = (id: number) => { readonly username: string; readonly created_at: number };

/** Opened when first asked for: not everybody who could read users has any. */
const openUsers = (): ReadUser => {
  const path = (process.env["COUNTERSIGN_DATABASE"] ?? "").replace(/^sqlite:/, "");
  const byId = new DatabaseSync(path).prepare(
    "select id, username, email, created_at, last_login_at from countersign_users where id = ?",
  );
  return (id) => byId.get(id) as ReturnType<ReadUser>;
};

let readUser: ReadUser | undefined;

/** The only user of our site in this file. */
export const USER_ID = 1;

/** A user of our site's, out of its very file, by one prepared statement. */
export const sameUser = (id: number): Welcomed => {
  readUser ??= openUsers();
  const { username, created_at } = readUser(id);
  return { username, registeredAt: new Date(created_at) };
};
