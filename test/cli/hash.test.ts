import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { runCommand } from "./run-command.ts";

interface HashJson {
  readonly hasher: string;
  readonly target: number;
  readonly costs: readonly { cost: string; milliseconds: number; weakness: string | null }[];
  readonly proposed: string | null;
  readonly setting: string | null;
}

test("hash measures each cost, and proposes the dearest that fits", async (t) => {
  const folder = temporaryFolder(t);
  const words = ["hash", "--hasher", "pbkdf2_sha256", "--cost", "1000,600000,900000", "--json"];
  const { code, out, err, json } = await runCommand([...words, "--target", "9s"], { folder });
  assert.deepEqual([code, err], [0, ""]);
  const { costs, ...rest } = json() as HashJson;
  assert.deepEqual(rest, {
    hasher: "pbkdf2_sha256",
    target: 9_000,
    proposed: "900000",
    setting: "pbkdf2({ iterations: 900000 })",
  });
  const [weak, usual, most] = costs.map(({ milliseconds }) => milliseconds);
  assert.ok(weak! < usual! && usual! < most!, out);
  assert.deepEqual(
    costs.map(({ weakness }) => weakness === null),
    [false, true, true],
  );
  assert.deepEqual(readdirSync(folder), [], "it opens and makes nothing");
});

test("hash proposes no cost that production would refuse, and says why it is slower than wished", async (t) => {
  const folder = temporaryFolder(t);
  const words = ["hash", "--hasher", "pbkdf2_sha256", "--cost", "1000,600000", "--target", "1ms"];
  const { code, out } = await runCommand(words, { folder });
  assert.equal(code, 0);
  assert.match(out, /^1000 .* weak$/m);
  assert.match(out, /^600000 .* logins a second on a core {2}proposed$/m);
  assert.match(out, /^Proposed: pbkdf2\(\{ iterations: 600000 \}\)\. It takes longer than 1 ms/m);
  const weak = await runCommand(["hash", "--cost", "4,5"], { folder });
  assert.match(weak.out, /^None of these is strong enough for production\.$/m);
});

for (const [words, message] of [
  [["--hasher", "md5"], /^countersign: --hasher: "md5" is none; use one of bcrypt_sha256, /],
  [["--cost", "twelve"], /^countersign: --cost: "twelve" is no cost of bcrypt_sha256; /],
  [["--cost", "16"], /^countersign: bcryptSha256: cost is 16, /],
  [["--target", "soon"], /^countersign: --target: has to be /],
  [["--target", "61s"], /^countersign: --target: has to be /],
  [["--password", "x"], /unknown option '--password'/],
] as const) {
  test(`hash refuses ${words.join(" ")} in one line`, async (t) => {
    const { code, out, err } = await runCommand(["hash", ...words], { folder: temporaryFolder(t) });
    assert.notEqual(code, 0);
    assert.equal(out, "");
    assert.match(err, message);
  });
}
