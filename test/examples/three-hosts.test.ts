import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { byHand } from "../../examples/three-hosts/by-hand.ts";
import {
  balancerCommand,
  type Command,
  redisCommand,
  siteCommand,
} from "../../examples/three-hosts/commands.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const README = readFileSync(`${ROOT}examples/three-hosts/README.md`, "utf8");
const DATABASE = "postgres://countersign@127.0.0.5:5432/postgres";

/** What has to be typed for a command, from the root of a clone. */
const typed = ({ environment, words }: Command): readonly string[] => [
  ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
  words.map((word) => (word === "" ? '""' : word.replace(ROOT, ""))).join(" "),
];

test("three hosts are started by hand as the program starts them", () => {
  const plan = { ...byHand, secret: "…" };
  const commands = [
    redisCommand(plan),
    balancerCommand(plan),
    ...plan.sites.map((site) => siteCommand(plan, site, DATABASE)),
  ];
  for (const line of commands.flatMap(typed)) assert.ok(README.includes(line), line);
  for (const site of plan.sites) {
    const [host = "", port = ""] = site.split(":");
    assert.ok(README.includes(`HOST=${host} PORT=${port} node`), site);
  }
});
