import { contract } from "../../src/testing/contract.ts";
import { temporaryDatabase } from "../database/temporary-database.ts";
import { auditBench, auditedActs } from "./audited-acts.ts";

contract(
  "the audit in the database",
  async (t) => auditBench(await temporaryDatabase(t)),
  auditedActs,
);
