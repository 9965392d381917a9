import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Environment, readEnvironment } from "../../src/site/environment.ts";
import { developmentSecretFile, newSecret, secretsOf } from "../../src/site/secrets.ts";
import { siteCountersign } from "../../src/site/site-countersign.ts";
import { OLDER_SECRET, SECRET } from "../stories/people.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";

const SILENT = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  isLevelEnabled: () => false,
};

const assemble = (environment: Environment, isAsked = false) =>
  siteCountersign(readEnvironment(environment, isAsked), SILENT);

const PRODUCTION: Environment = { COUNTERSIGN_ORIGIN: "https://login.example.org" };

test("development makes a secret once, private, and finds it again", (t) => {
  const folder = join(temporaryFolder(t), "data");
  const settings = readEnvironment({ COUNTERSIGN_DATABASE: `sqlite:${folder}/site.db` }, true);
  const first = secretsOf(settings);
  assert.equal(first.length, 1);
  assert.match(first[0] ?? "", /^[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(secretsOf(settings), first);
  const file = developmentSecretFile(settings);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(readFileSync(file, "utf8").trim(), first[0]);
});

test("what is set stands before what development made", () => {
  const settings = readEnvironment({ COUNTERSIGN_SECRET: `${SECRET},${OLDER_SECRET}` }, true);
  assert.deepEqual(secretsOf(settings), [SECRET, OLDER_SECRET]);
});

test("production does not start without a secret, and never makes one (T285)", async () => {
  await assert.rejects(assemble(PRODUCTION), {
    code: "settings.invalid",
    message: /^COUNTERSIGN_SECRET: is missing/,
  });
  await assert.doesNotReject(assemble({ ...PRODUCTION, COUNTERSIGN_SECRET: newSecret() }));
});

test("production refuses weak, doubled, empty, blank and too many secrets, and never prints one (T286, T287)", async () => {
  const six = Array.from({ length: 6 }, newSecret).join(",");
  for (const secret of [
    "a-canary-of-31-bytes-Zk3vX9qLr8",
    "a".repeat(64),
    "abcd".repeat(16),
    "changeme",
    "changeme-changeme-changeme-changeme",
    "please-change-me-please-change-me-1",
    "your-secret-here-your-secret-here-9",
    "an-example-of-a-secret-of-32-bytes-",
    ` ${SECRET}`,
    `${SECRET}\n`,
    `${SECRET},`,
    `,${SECRET}`,
    `${SECRET},,${OLDER_SECRET}`,
    `${SECRET}, ${OLDER_SECRET}`,
    `${SECRET},${SECRET}`,
    `${SECRET},short`,
    six,
  ]) {
    await assert.rejects(
      assemble({ ...PRODUCTION, COUNTERSIGN_SECRET: secret }),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, "settings.invalid", secret);
        assert.match(error.message, /^COUNTERSIGN_SECRET: [^\n]+$/);
        for (const part of secret.split(",")) {
          assert.ok(part.trim() === "" || !error.message.includes(part.trim()), error.message);
        }
        return true;
      },
      secret,
    );
  }
  for (const secret of [SECRET, `${SECRET},${OLDER_SECRET}`, "ä".repeat(8) + newSecret()]) {
    await assert.doesNotReject(assemble({ ...PRODUCTION, COUNTERSIGN_SECRET: secret }));
  }
});

test("no secret is made up for sessions that are Django's: it is Django's as well", async (t) => {
  const folder = temporaryFolder(t);
  const environment = {
    COUNTERSIGN_DATABASE: `sqlite:${folder}/site.db`,
    COUNTERSIGN_DJANGO: "on",
  };
  const settings = readEnvironment(environment, true);
  assert.throws(() => secretsOf(settings), {
    code: "settings.invalid",
    message: /^COUNTERSIGN_SECRET: .*SECRET_KEY\.$/,
  });
  assert.equal(existsSync(developmentSecretFile(settings)), false);
  const set = { ...environment, COUNTERSIGN_SECRET: SECRET };
  assert.deepEqual(secretsOf(readEnvironment(set, true)), [SECRET]);
});
