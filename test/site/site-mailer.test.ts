import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runCommand } from "../cli/run-command.ts";
import { readMail } from "../mailers/read-mail.ts";
import { browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA, SECRET } from "../stories/people.ts";
import { siteProcess } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { until } from "../stories/until.ts";

test("in development a mail is a file in outbox/ beside the database, and its link a line in the log", async (t) => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, { folder });
  const ada = browserLikeClient(site);
  await ada.post("/register", { ...ADA, email: "ada@example.org" });
  const outbox = join(folder, "outbox");
  const written = (): readonly string[] => {
    try {
      return readdirSync(outbox);
    } catch {
      return [];
    }
  };
  await until(
    () => written().length === 1 && site.output.some((line) => line.includes("mailWritten")),
  );
  const mail = readMail(readFileSync(join(outbox, written()[0] ?? ""), "latin1"));
  assert.equal(mail.headers.get("to"), "ada@example.org");
  const line = site.output.find((each) => each.includes("mailWritten"));
  const { link } = JSON.parse(line ?? "{}") as { link: string };
  assert.ok(mail.text.includes(link));
  assert.equal((await ada.get(link.replace(site.origin, ""))).status, 303);
});

test("in production without a mail server there are no such pages; check hides its password", async (t) => {
  const folder = temporaryFolder(t);
  const environment = {
    NODE_ENV: "production",
    COUNTERSIGN_BCRYPT_COST: "10",
    COUNTERSIGN_ORIGIN: "https://login.example.org",
    COUNTERSIGN_SECRET: SECRET,
  };
  const site = await siteProcess(t, { folder, flags: [], environment });
  const client = browserLikeClient(site, { Host: "login.example.org" });
  assert.equal((await client.get("/forgot")).status, 404);

  const COUNTERSIGN_MAIL = "smtp://us%40er:canary@mail.example.org:587";
  const other = await runCommand(["check"], {
    folder,
    environment: { ...environment, COUNTERSIGN_MAIL },
  });
  assert.match(other.out, /^COUNTERSIGN_MAIL +smtp:\/\/\*\*\*@mail\.example\.org:587$/m);
  assert.doesNotMatch(other.out, /canary/);
});
