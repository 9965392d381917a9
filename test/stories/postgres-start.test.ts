import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { pino } from "pino";
import { readEnvironment } from "../../src/site/environment.ts";
import { serve } from "../../src/site/serve.ts";
import { runCommand } from "../cli/run-command.ts";
import { postgresDatabase, postgresServer, skipsPostgres } from "../database/postgres-server.ts";
import { freePort } from "./free-port.ts";
import { SECRET } from "./people.ts";
import { column } from "./postgres-site.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** What a site says that does not start. Neither that nor its log holds the password. */
const complaint = async (address: string): Promise<string> => {
  const log: string[] = [];
  const environment = {
    PORT: "0",
    COUNTERSIGN_SECRET: SECRET,
    COUNTERSIGN_DATABASE: address,
  };
  const starting = async () =>
    serve(readEnvironment(environment, true), pino({}, { write: (line) => log.push(line) }));
  const { message } = await starting().then(
    async (site) => {
      await site.stop();
      throw new Error("It started.");
    },
    (error: Error) => error,
  );
  assert.match(message, /^COUNTERSIGN_DATABASE: [^\n]+\.$/);
  assert.ok(!(message + log.join("")).includes("canary"), message + log.join(""));
  return message;
};

/** The same of a command, which prints that line and nothing else. */
const complaintOf = async (
  words: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> => {
  const { code, out, err } = await runCommand(words, { folder, environment });
  assert.equal(code, 1);
  assert.ok(!(out + err).includes("canary"));
  assert.match(err, /^countersign: COUNTERSIGN_DATABASE: [^\n]+\n$/);
  return err;
};

suite("whoever does not come to their PostgreSQL is told why, in a line without the password", {
  skip: skipsPostgres,
  concurrency: true,
}, () => {
  test("a wrong password, none, or somebody who is not let in; with the right one it starts", async (t) => {
    const access = "host all postgres all trust\nhost postgres keeper all scram-sha-256\n";
    const server = await postgresServer(t, { access });
    await column(server.address(), "create role keeper login password 'canary'");
    await column(server.address(), "grant create on schema public to keeper");
    const as = (who: string): string => server.address().replace("postgres@", `${who}@`);
    const wrong = /28P01: it does not take this user and this password; mend them\./;
    assert.match(await complaint(as("keeper:canary-yellow")), wrong);
    assert.match(await complaint(as("keeper")), /it wants a password, and none is set\./);
    assert.match(
      await complaint(as("stranger:canary")),
      /28000: it does not let this user in from here, .* pg_hba\.conf and sslmode\./,
    );
    const folder = temporaryFolder(t);
    const environment = { COUNTERSIGN_DATABASE: as("keeper:canary-yellow"), PORT: "0" };
    assert.match(await complaintOf(["serve", "--development"], folder, environment), wrong);
    assert.match(await complaintOf(["user", "list"], folder, environment), wrong);
    await assert.rejects(complaint(as("keeper:canary")), /It started/);
  });

  test("no such database, nobody who listens, a host that has no address (T294)", async (t) => {
    assert.match(
      await complaint(`${await postgresDatabase(t)}_missing`),
      /3D000: there is no such database; make it with createdb, or mend its name\./,
    );
    const port = await freePort();
    const nobody = await complaint(`postgres://me:canary@127.0.0.1:${port}/site`);
    assert.match(nobody, /nobody listens there; .* \(ECONNREFUSED\)\./);
    assert.ok(nobody.includes(` at 127.0.0.1:${port} `), nobody);
    const nowhere = "postgres://me:canary@nowhere.invalid/site";
    assert.match(await complaint(nowhere), / at nowhere\.invalid is out of reach: .*host/);
  });

  test("an address that is malformed, or names a file that is not there", async () => {
    const address = "postgres://me:canary@127.0.0.1:1/site";
    for (const words of ["?sslmode=always", "?ssl=true"]) {
      assert.match(await complaint(address + words), /sslmode/);
    }
    assert.match(await complaint("postgres://me:100%canary@127.0.0.1/site"), /%25 for %/);
    assert.match(
      await complaint(`${address}?sslmode=verify-full&sslrootcert=missing.crt`),
      /the file of sslrootcert cannot be read \(ENOENT\): "missing\.crt"\./,
    );
  });

  test("no driver", async (t) => {
    const folder = temporaryFolder(t);
    const preload = join(folder, "preload.mjs");
    writeFileSync(
      preload,
      `import { registerHooks } from "node:module";
      const resolve = (name, context, next) => next(name === "pg" ? "pg-is-not-here" : name, context);
      registerHooks({ resolve });`,
    );
    const environment = {
      COUNTERSIGN_DATABASE: "postgres://me:canary@127.0.0.1:1/site",
      NODE_OPTIONS: `--import=${preload}`,
    };
    const told = await complaintOf(["serve", "--development"], folder, environment);
    assert.match(told, /needs the driver pg; `npm install pg`\.\n$/);
  });
});
