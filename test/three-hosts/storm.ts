import assert from "node:assert/strict";
import { setTimeout as later } from "node:timers/promises";
import { logIn, register } from "./acts.ts";
import { type Ask, asker, type Outcome } from "./ask.ts";
import type { Crowd } from "./crowd.ts";
import { everyday } from "./everyday.ts";
import { type Failed, type Load, type Phase, startLoad } from "./load.ts";
import { SITES, type ThreeHosts } from "./three-hosts.ts";

/** Requests a second. */
const RATE = 100;
const PEOPLE = 40;

/** A time of the storm: what is done to the hosts, and what requests may come to meanwhile. */
interface Step {
  readonly name: string;
  readonly act: () => Promise<void>;
  readonly mayFail?: (failed: Failed) => boolean;
}

export interface Storm {
  readonly crowd: Crowd;
  readonly phases: readonly Phase[];
  /** What failed and should not have. */
  readonly faults: readonly string[];
}

/**
 * A hundred requests a second, while sites, database and cache are killed, restarted and cut off.
 *
 * @param tell is told what is done, as it is done
 */
export const storm = async (hosts: ThreeHosts, tell: (line: string) => void): Promise<Storm> => {
  const { plan, network } = hosts;
  const ask = asker(`http://${plan.balancer}`, plan.origin);
  const crowd: Crowd = { people: [], dead: [], wrong: [] };
  tell(`${PEOPLE} people register, and log in on two devices each`);
  await gather(crowd, ask, network.visitors);
  const load = startLoad(RATE, everyday(crowd, ask, network.visitors));
  const phases: Phase[] = [];
  const steps = stepsOf(hosts, load);
  for (const { name, act } of steps) {
    tell(name);
    phases.push(load.begin(name));
    await act();
  }
  await load.stop();
  const isForgiven = (failed: Failed): boolean =>
    // By each time that it lived through: who asks a moment before the cut is hit by it as well.
    steps.some(({ mayFail }, at) => {
      const [beganAt, overAt] = [phases[at]?.beganAt ?? 0, phases[at + 1]?.beganAt];
      const livedThrough =
        failed.endedAt >= beganAt && (overAt === undefined || failed.sentAt < overAt);
      return livedThrough && mayFail?.(failed);
    });
  const faults = phases.flatMap(({ name, failed }) => {
    const faulty = failed.filter((each) => !isForgiven(each));
    return faulty.length > 0 ? [`${name}: ${countsOf(faulty)}`] : [];
  });
  return { crowd, phases, faults };
};

/** `3 × 503, 1 × lost`. */
export const countsOf = (failed: readonly Failed[]): string => {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of failed) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} × ${outcome}`).join(", ");
};

const stepsOf = (hosts: ThreeHosts, load: Load): readonly Step[] => {
  const { sites, postgres, redis, way, plan, until } = hosts;
  const is503 = ({ outcome }: Failed): boolean => outcome === "503";
  const allUp = (): Promise<void> => until({ site1: "UP", site2: "UP", site3: "UP" });
  /** Every site says by itself that it can serve; the balancer may not have noticed that it could not. */
  const allWell = async (): Promise<void> => {
    for (const site of Object.values(sites)) {
      const health = asker(`http://${site.address}`, plan.origin);
      const [from = ""] = hosts.network.visitors;
      const isWell = async (): Promise<boolean> => {
        const answer = await health({ path: "/health", from });
        return typeof answer !== "string" && answer.status === 200;
      };
      while (!(await isWell())) await later(50);
    }
    await allUp();
  };
  const calm: Step = { name: "nothing happens", act: () => load.more(200) };

  let killed = Number.POSITIVE_INFINITY;
  return [
    calm,
    {
      name: "site2 is killed",
      async act() {
        await sites.site2.end("SIGKILL");
        killed = performance.now();
        await until({ site2: "DOWN" });
      },
      // What it was working on, or was just being told.
      mayFail: ({ outcome, sentAt }) => outcome === "lost" && sentAt <= killed,
    },
    {
      name: "site2 is started again",
      async act() {
        await sites.site2.start();
        await allUp();
        await load.more(100);
      },
    },
    ...SITES.map((name) => ({
      name: `${name} is asked to end, and is started again`,
      async act() {
        assert.deepEqual(await sites[name].end("SIGTERM"), { code: 0, signal: null });
        await sites[name].start();
        await allUp();
      },
    })),
    {
      name: "PostgreSQL is restarted",
      async act() {
        await postgres.restart();
        await allWell();
      },
      mayFail: is503,
    },
    calm,
    {
      name: "PostgreSQL is killed, and started again",
      async act() {
        await postgres.kill();
        await load.more(100);
        await postgres.start();
        await allWell();
      },
      mayFail: is503,
    },
    calm,
    {
      name: "Redis is restarted, and has forgotten everything",
      async act() {
        await redis.end("SIGTERM");
        await load.more(200);
        await redis.start();
        await allWell();
      },
      // Who needs none notices nothing.
      mayFail: (failed) => plan.engine === "layered" && is503(failed),
    },
    calm,
    {
      name: "site3 is cut off from the database",
      async act() {
        await way.cut();
        await until({ site3: "DOWN" });
      },
      mayFail: is503,
    },
    {
      name: "the others go on without site3",
      act: () => load.more(200),
    },
    {
      name: "site3 reaches the database again",
      async act() {
        await way.restore();
        await allWell();
      },
    },
    calm,
  ];
};

/** So many at a time that no site has to send anybody away. */
const AT_ONCE = 12;

const gather = async (crowd: Crowd, ask: Ask, addresses: readonly string[]): Promise<void> => {
  await atOnce(PEOPLE, async (at) => {
    const from = addresses[at % addresses.length] ?? "";
    assert.equal(await register(crowd, ask, `person${at}`, from), "answered");
  });
  await atOnce(PEOPLE, async (at) => {
    const person = crowd.people[at];
    assert.ok(person);
    assert.equal(await logIn(crowd, ask, person, person.devices[1]), "answered");
  });
};

const atOnce = async (count: number, act: (at: number) => Promise<void>): Promise<void> => {
  let at = 0;
  const worker = async (): Promise<void> => {
    while (at < count) {
      at += 1;
      await act(at - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
};
