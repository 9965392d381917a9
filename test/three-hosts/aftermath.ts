import { column } from "../stories/postgres-site.ts";
import { logIn, lookAtWelcome, replay } from "./acts.ts";
import { asker, type Outcome } from "./ask.ts";
import type { Broken, Crowd } from "./crowd.ts";
import type { ThreeHosts } from "./three-hosts.ts";

/** How many of those who registered try their passwords: each costs a hash. */
const LOGINS = 20;

/**
 * Asks each site by itself about everybody: who is logged in, who was logged out, who is registered.
 * What is wrong is added to the crowd's list.
 */
export const aftermath = async (hosts: ThreeHosts, crowd: Crowd): Promise<void> => {
  const { sites, plan, postgres } = hosts;
  for (const site of Object.values(sites)) {
    const ask = asker(`http://${site.address}`, plan.origin);
    for (const person of crowd.people) {
      for (const device of person.devices) {
        answered(crowd, await lookAtWelcome(crowd, ask, person, device));
      }
    }
    for (const dead of crowd.dead) answered(crowd, await replay(crowd, ask, dead));
  }
  const ask = asker(`http://${plan.balancer}`, plan.origin);
  for (const person of crowd.people.slice(-LOGINS)) {
    answered(crowd, await logIn(crowd, ask, person, person.devices[0]));
  }

  const looked = (sql: string): Promise<readonly unknown[]> => column(postgres.address(), sql);
  const names = await looked("select username from countersign_users");
  const complain = (broken: Broken, text: string): void => void crowd.wrong.push({ broken, text });
  for (const { username } of crowd.people) {
    if (!names.includes(username)) complain("registered", `${username} was told that they are`);
  }
  // A registration is a user and their first login, or nothing.
  for (const username of await looked(HALVES)) complain("registered", `${username} is by half`);
  for (const address of await looked("select distinct address from countersign_sessions")) {
    const isOne = hosts.network.visitors.some((visitor) => visitor === address);
    if (!isOne) complain("true", `no visitor came from ${address}`);
  }
};

const HALVES =
  "select username from countersign_users where id not in (select user_id from countersign_sessions)";

/** Now everything is there, and has to answer. */
const answered = (crowd: Crowd, outcome: Outcome): void => {
  if (outcome !== "503" && outcome !== "lost") return;
  crowd.wrong.push({ broken: "true", text: `afterwards a request was ${outcome}` });
};
