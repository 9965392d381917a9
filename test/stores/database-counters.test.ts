import { suite } from "node:test";
import { clearedPostgres } from "../database/cleared-postgres.ts";
import { skipsPostgres } from "../database/postgres-server.ts";
import { temporaryPath } from "../database/temporary-database.ts";
import { openDatabase } from "../races/two-processes.ts";
import { countersContract } from "./counters-contract.ts";

countersContract("counts of failures on SQLite", async (t) => {
  const path = temporaryPath(t);
  return [await openDatabase(t, path), await openDatabase(t, path)];
});

suite("on PostgreSQL", { skip: skipsPostgres }, () => {
  const two = clearedPostgres();
  countersContract("counts of failures", two);
});
