import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Browser, browserLikeClient } from "../stories/browser-like-client.ts";
import { ADA } from "../stories/people.ts";
import { siteProcess } from "../stories/site-process.ts";
import { temporaryFolder } from "../stories/temporary-folder.ts";
import { onTerminal, skipsTerminal } from "./on-terminal.ts";
import { type CommandSurroundings, runCommand, runProcess } from "./run-command.ts";

const NEXT = "seven blue plums";

interface Scene {
  /** Two browsers in which Ada is logged in. */
  readonly browsers: readonly [Browser, Browser];
  readonly surroundings: CommandSurroundings;
  readonly logIn: (password: string) => Promise<number>;
}

const scene = async (t: TestContext): Promise<Scene> => {
  const folder = temporaryFolder(t);
  const site = await siteProcess(t, { folder });
  const browsers = [browserLikeClient(site), browserLikeClient(site)] as const;
  await browsers[0].post("/register", ADA);
  await browsers[1].post("/login", ADA);
  return {
    browsers,
    surroundings: { folder, environment: { COUNTERSIGN_DATABASE: `sqlite:${site.database}` } },
    logIn: async (password) =>
      (await browserLikeClient(site).post("/login", { ...ADA, password })).status,
  };
};

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.get("/welcome")).status === 200;

test("user password changes it from standard input, and ends all the user's sessions", async (t) => {
  const { browsers, surroundings, logIn } = await scene(t);
  const words = ["user", "password", "Ada"];
  const { code, out, err } = await runProcess(words, { ...surroundings, input: `${NEXT}\n` });
  assert.deepEqual(
    [code, out, err],
    [0, "Changed the password of ada, and ended 2 sessions.\n", ""],
  );
  for (const browser of browsers) assert.ok(!(await isIn(browser)));
  assert.equal(await logIn(ADA.password), 401);
  assert.equal(await logIn(NEXT), 303);
  const json = await runCommand([...words, "--json"], { ...surroundings, input: ADA.password });
  assert.deepEqual(json.json(), { username: "ada", ended: 1 });
  assert.equal(await logIn(ADA.password), 303);
});

test("user password refuses what the form refuses, and then nothing is done", async (t) => {
  const { browsers, surroundings, logIn } = await scene(t);
  const words = ["user", "password", "ada"];
  for (const [input, reason] of [
    ["", /password: Enter a password/],
    ["short\n", /password: /],
    ["12345678\n", /password: /],
  ] as const) {
    const { code, out, err } = await runCommand(words, { ...surroundings, input });
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^countersign: The password was not changed\.\n/);
    assert.match(err, reason);
    assert.ok(input === "" || !err.includes(input.trim()));
  }
  const argument = await runCommand([...words, NEXT], { ...surroundings, input: `${NEXT}\n` });
  assert.equal(argument.code, 1, "never as an argument");
  assert.ok(await isIn(browsers[0]));
  assert.equal(await logIn(NEXT), 401);
  assert.equal(await logIn(ADA.password), 303);
});

test("user disable ends what is there and lets nobody in; user enable lets them in again", async (t) => {
  const { browsers, surroundings, logIn } = await scene(t);
  const disabled = await runCommand(["user", "disable", "ada"], surroundings);
  assert.deepEqual([disabled.code, disabled.out], [0, "Disabled ada, and ended 2 sessions.\n"]);
  for (const browser of browsers) assert.ok(!(await isIn(browser)));
  assert.equal(await logIn(ADA.password), 401);
  const again = await runCommand(["user", "disable", "ada", "--json"], surroundings);
  assert.deepEqual(again.json(), { username: "ada", disabled: true, ended: 0 });

  const enabled = await runCommand(["user", "enable", "ada"], surroundings);
  assert.deepEqual([enabled.code, enabled.out], [0, "Enabled ada.\n"]);
  for (const browser of browsers) assert.ok(!(await isIn(browser)), "what was ended stays so");
  assert.equal(await logIn(ADA.password), 303);
  const json = await runCommand(["user", "enable", "ada", "--json"], surroundings);
  assert.deepEqual(json.json(), { username: "ada", disabled: false });
});

test("user delete deletes for good, and a name that is given again opens nobody's session", async (t) => {
  const { browsers, surroundings, logIn } = await scene(t);
  const { code, out } = await runCommand(["user", "delete", "ada"], surroundings);
  assert.deepEqual([code, out], [0, "Deleted ada, and ended 2 sessions.\n"]);
  for (const browser of browsers) assert.ok(!(await isIn(browser)));
  assert.equal(await logIn(ADA.password), 401);
  const input = `${ADA.password}\n`;
  assert.equal((await runCommand(["user", "add", "ada"], { ...surroundings, input })).code, 0);
  for (const browser of browsers) assert.ok(!(await isIn(browser)));
  const json = await runCommand(["user", "delete", "ada", "--yes", "--json"], surroundings);
  assert.deepEqual(json.json(), { username: "ada", deleted: 2, ended: 0 });
});

test("on a terminal user password asks twice and shows nothing, and user delete asks first", {
  skip: skipsTerminal,
}, async (t) => {
  const folder = temporaryFolder(t);
  await runCommand(["user", "add", "ada"], { folder, input: `${ADA.password}\n` });
  const unequal = await onTerminal(["user", "password", "ada"], folder, [
    ["Password: ", `${NEXT}\r`],
    ["Again: ", `${NEXT}!\r`],
  ]);
  assert.equal(unequal.code, 1);
  assert.match(unequal.shown, /The two passwords differ\. Nothing was done\./);
  const equal = await onTerminal(["user", "password", "ada"], folder, [
    ["Password: ", `${NEXT}\r`],
    ["Again: ", `${NEXT}\r`],
  ]);
  assert.equal(equal.code, 0, equal.shown);
  for (const { shown } of [unequal, equal]) assert.ok(!shown.includes(NEXT));

  const question = "Delete ada (id 1) for good? [y/N] ";
  const no = await onTerminal(["user", "delete", "ada"], folder, [[question, "\r"]]);
  assert.equal(no.code, 1);
  assert.match(no.shown, /Nothing was done\./);
  const yes = await onTerminal(["user", "delete", "ada"], folder, [[question, "yes\r"]]);
  assert.equal(yes.code, 0, yes.shown);
  assert.match(yes.shown, /Deleted ada/);
});

test("where users are Django's, a command that would change one says who does, and asks nothing", async (t) => {
  const folder = temporaryFolder(t);
  const environment = { COUNTERSIGN_DJANGO: "on", COUNTERSIGN_SECRET: "x".repeat(50) };
  for (const command of ["password", "disable", "enable", "delete"]) {
    const { code, out, err } = await runCommand(["user", command, "ada"], { folder, environment });
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^countersign: Users are Django's here: [^\n]+\.\n$/);
  }
});
