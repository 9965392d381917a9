// `npm run three-hosts`: everything that README.md starts by hand, on the same addresses, until Control-C.
// `npm run three-hosts -- storm`: a hundred requests a second, while one part after the other fails.
import { createInterface } from "node:readline/promises";
import { aftermath } from "../../test/three-hosts/aftermath.ts";
import { countsOf, figuresOf, storm } from "../../test/three-hosts/storm.ts";
import { skipsHosts, type ThreeHosts, threeHosts } from "../../test/three-hosts/three-hosts.ts";
import { byHand } from "./by-hand.ts";

const ends: (() => unknown)[] = [];
const t = { after: (act: () => unknown): void => void ends.unshift(act) };
const say = (line: string): void => console.log(`  ${line}`);

/** `kill site2` as a power cut does it, `stop site2` in order, `start site2`. */
const obey = async ({ sites }: ThreeHosts, line: string): Promise<void> => {
  const [verb, name] = line.trim().split(/\s+/);
  const site = Object.entries(sites).find(([each]) => each === name)?.[1];
  if (site && verb === "kill") await site.end("SIGKILL");
  else if (site && verb === "stop") await site.end("SIGTERM");
  else if (site && verb === "start") await site.start();
  else say("kill, stop or start, and site1, site2 or site3");
};

const stay = async (): Promise<void> => {
  const hosts = await threeHosts(t, { engine: "layered", network: "loopback", plan: byHand });
  say(`The site is at ${byHand.origin}, and at http://${byHand.state} who is there.`);
  say("Type kill, stop or start and site1, site2 or site3. Control-C ends everything.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: "> " });
  terminal.once("SIGINT", () => terminal.close());
  process.once("SIGTERM", () => terminal.close());
  terminal.prompt();
  for await (const line of terminal) {
    await obey(hosts, line);
    terminal.prompt();
  }
};

const weather = async (engine: string): Promise<void> => {
  const hosts = await threeHosts(t, { engine });
  console.log(`\n${engine}, on ${hosts.network.kind}`);
  const { crowd, phases, faults } = await storm(hosts, (name, act) => {
    say(name);
    return act();
  });
  await aftermath(hosts, crowd);
  for (const phase of phases) say(`${phase.name}: ${figuresOf(phase)}`);
  for (const { text } of crowd.wrong) say(`wrong: ${text}`);
  for (const [name, failed] of faults) say(`should not have failed: ${name}, ${countsOf(failed)}`);
  if (crowd.wrong.length + faults.size > 0) process.exitCode = 1;
};

if (skipsHosts) throw new Error(skipsHosts);
const [what, engine] = process.argv.slice(2);
try {
  if (what !== "storm") await stay();
  else for (const each of engine ? [engine] : ["signed-cookie", "layered"]) await weather(each);
} finally {
  for (const end of ends) await end();
}
