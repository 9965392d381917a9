import { postgresDatabase, skipsPostgres } from "../database/postgres-server.ts";
import { passwordStories } from "./changing-a-password.ts";

passwordStories("SQLite", false);
passwordStories("PostgreSQL", skipsPostgres, (t) => postgresDatabase(t));
