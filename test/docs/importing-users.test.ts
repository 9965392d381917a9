import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { type ImportReading, readImportedUser } from "../../src/account/read-imported-user.ts";
import { createPasswordChecker, type Hashers } from "../../src/passwords/password-checker.ts";
import { siteHashers } from "../../src/site/site-hashers.ts";
import { threadsAtHand } from "../../src/testing/threads-at-hand.ts";
import { exportOf } from "./export-of.ts";

const { hashers, importHashers } = siteHashers({ hashers: ["bcrypt_sha256"], bcryptCost: 12 });
const { recognises } = createPasswordChecker(hashers as Hashers, threadsAtHand(), {
  importHashers,
});
const READING: ImportReading = { recognises, now: Date.UTC(2026, 2, 1) };

const BCRYPT = "12$abcdefghijklmnopqrstuuEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEK";
const BETTER_AUTH = `${"0123456789abcdef".repeat(2)}:${"0123456789abcdef".repeat(8)}`;
const CREATED = Date.UTC(2020, 0, 2, 3, 4, 5);
const SEEN = Date.UTC(2021, 0, 2, 3, 4, 5);

/** As each system makes its tables, as far as the export reads them, with one user. */
const SYSTEMS: Readonly<Record<string, readonly [string, object]>> = {
  django: [
    `create table auth_user (id integer primary key, password text, last_login text, is_active bool,
       username text, email text, date_joined text);
     insert into auth_user values (7, 'bcrypt_sha256$$2b$${BCRYPT}', '2021-01-02 03:04:05', true,
       'ada', 'ada@example.org', '2020-01-02 03:04:05')`,
    {
      ...{ username: "ada", password: `bcrypt_sha256$$2b$${BCRYPT}`, createdAt: CREATED },
      ...{ lastLoginAt: SEEN, emailVerifiedAt: undefined },
    },
  ],
  devise: [
    `create table users (id integer primary key, email text, encrypted_password text,
       confirmed_at text, current_sign_in_at text, created_at text);
     insert into users values (7, 'ada@example.org', '$2a$${BCRYPT}', '2020-01-02 03:04:05',
       '2021-01-02 03:04:05', '2020-01-02 03:04:05')`,
    {
      ...{ username: "user7", password: `$2a$${BCRYPT}`, createdAt: CREATED },
      ...{ lastLoginAt: SEEN, emailVerifiedAt: CREATED },
    },
  ],
  laravel: [
    `create table users (id integer primary key, name text, email text, email_verified_at text,
       password text, created_at text);
     insert into users values (7, 'Ada L', 'ada@example.org', '2020-01-02 03:04:05',
       '$2y$${BCRYPT}', '2020-01-02 03:04:05')`,
    {
      ...{ username: "user7", password: `$2y$${BCRYPT}`, createdAt: CREATED },
      ...{ lastLoginAt: undefined, emailVerifiedAt: CREATED },
    },
  ],
  "better-auth": [
    `create table "user" (id text, name text, email text, "emailVerified" integer, "createdAt" date);
     create table account (id text, "userId" text, "providerId" text, password text);
     insert into "user" values ('x', 'Ada L', 'ada@example.org', 1, '2020-01-02T03:04:05.000Z');
     insert into account values ('y', 'x', 'credential', '${BETTER_AUTH}'),
       ('z', 'x', 'github', null)`,
    {
      ...{ username: "user1", password: BETTER_AUTH, createdAt: CREATED },
      ...{ lastLoginAt: undefined, emailVerifiedAt: CREATED },
    },
  ],
  rodauth: [
    `create table accounts (id integer primary key, status_id integer, email text);
     create table account_password_hashes (id integer primary key, password_hash text);
     insert into accounts values (7, 2, 'ada@example.org');
     insert into account_password_hashes values (7, '$2a$${BCRYPT}')`,
    {
      ...{ username: "user7", password: `$2a$${BCRYPT}`, createdAt: undefined },
      ...{ lastLoginAt: undefined, emailVerifiedAt: READING.now },
    },
  ],
};

for (const [system, [tables, expected]] of Object.entries(SYSTEMS)) {
  test(`the export from ${system} gives rows that an import takes`, () => {
    const database = new DatabaseSync(":memory:");
    database.exec(tables);
    const rows = database.prepare(exportOf(system)).all();
    database.close();
    assert.equal(rows.length, 1);
    // As CSV has it: everything is text.
    const fields = Object.fromEntries(
      Object.entries(rows[0]!).map(([name, value]) => [name, value === null ? "" : String(value)]),
    );
    const common = { usernameKey: (expected as { username: string }).username };
    assert.deepEqual(readImportedUser({ line: 2, fields }, READING), {
      ...{ email: "ada@example.org", emailKey: "ada@example.org", disabledAt: undefined },
      ...common,
      ...expected,
    });
  });
}
