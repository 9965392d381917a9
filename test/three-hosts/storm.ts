// Above 150 lines, for it is one idea: what happens to three hosts, in which order, and what may fail of it.
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

/** All of it is some five thousand, unless something does not come back. */
const MOST = 12_000;

/** How long sites may need to find a database or a cache that is back, in milliseconds (T236). */
const BACK_WITHIN = 5_000;

/** A time of the storm: what is done to the hosts, and what requests may come to meanwhile. */
interface Step {
  readonly name: string;
  readonly act: () => Promise<void>;
  readonly mayFail?: (failed: Failed, phase: Phase) => boolean;
}

export interface Storm {
  readonly crowd: Crowd;
  readonly phases: readonly Phase[];
  /** What failed and should not have, by the name of the time in which it was asked for. */
  readonly faults: ReadonlyMap<string, readonly Failed[]>;
}

/** What is done, and how: it says that it is being done, and lets it be done. */
export type Doing = (name: string, act: () => Promise<void>) => Promise<void>;

/** A hundred requests a second, while sites, database and cache are killed, restarted and cut off. */
export const storm = async (hosts: ThreeHosts, doing: Doing): Promise<Storm> => {
  const { plan, network } = hosts;
  const ask = asker(`http://${plan.balancer}`, plan.origin);
  const crowd: Crowd = { people: [], dead: [], wrong: [] };
  await doing("forty people register, and log in on two devices each", () =>
    gather(crowd, ask, network.visitors),
  );
  const load = startLoad(RATE, MOST, everyday(crowd, ask, network.visitors));
  const phases: Phase[] = [];
  const steps = stepsOf(hosts, load);
  try {
    for (const { name, act } of steps) {
      phases.push(load.begin(name));
      await doing(name, () => Promise.race([act(), load.spent]));
    }
  } finally {
    await load.stop();
  }
  const isForgiven = (failed: Failed): boolean =>
    // By each time that it lived through: who asks a moment before the cut is hit by it as well.
    steps.some(({ mayFail }, at) => {
      const [phase, overAt] = [phases[at], phases[at + 1]?.beganAt];
      if (!phase || failed.endedAt < phase.beganAt) return false;
      return (overAt === undefined || failed.sentAt < overAt) && mayFail?.(failed, phase);
    });
  const faults = new Map<string, Failed[]>();
  for (const { name, failed } of phases) {
    // Of what is wrong the crowd knows more.
    const faulty = failed.filter((each) => each.outcome !== "wrong" && !isForgiven(each));
    if (faulty.length > 0) faults.set(name, [...(faults.get(name) ?? []), ...faulty]);
  }
  return { crowd, phases, faults };
};

/** What is known of a time: `200 sent, 3 × 503 until 1,200 ms after it was over, slowest 300 ms`. */
export const figuresOf = ({ sent, failed, overAt, slowest }: Phase): string => {
  const late =
    overAt === undefined ? 0 : Math.max(...failed.map(({ endedAt }) => endedAt)) - overAt;
  const until = late > 0 ? ` until ${Math.round(late)} ms after it was over` : "";
  const what = failed.length > 0 ? `${countsOf(failed)}${until}` : "none failed";
  return `${sent} sent, ${what}, slowest ${Math.round(slowest)} ms`;
};

/** `3 × 503, 1 × lost`. */
export const countsOf = (failed: readonly Failed[]): string => {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of failed) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${count} × ${outcome}`).join(", ");
};

/** The name of the time in which it happens. */
export const restartOf = (site: string): string => `${site} is asked to end, and is started again`;

const stepsOf = (hosts: ThreeHosts, load: Load): readonly Step[] => {
  const { sites, postgres, redis, way, plan, until } = hosts;
  const is503 = ({ outcome }: Failed): boolean => outcome === "503";
  const untilBack = (failed: Failed, { overAt }: Phase): boolean =>
    is503(failed) && failed.sentAt < (overAt ?? Number.POSITIVE_INFINITY) + BACK_WITHIN;
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

  return [
    calm,
    {
      name: "site2 is killed",
      async act() {
        await sites.site2.end("SIGKILL");
        load.over();
        await until({ site2: "DOWN" });
      },
      // What it was working on, or was just being told.
      mayFail: ({ outcome, sentAt }, { overAt = 0 }) => outcome === "lost" && sentAt <= overAt,
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
      name: restartOf(name),
      async act() {
        assert.deepEqual(await sites[name].end("SIGTERM"), { code: 0, signal: null });
        await sites[name].start();
        await allUp();
      },
    })),
    // Or what fails of the last restart would be forgiven for the next fault's sake.
    calm,
    {
      name: "PostgreSQL is restarted",
      async act() {
        await postgres.restart();
        load.over();
        await allWell();
      },
      mayFail: untilBack,
    },
    calm,
    {
      name: "PostgreSQL is killed, and started again",
      async act() {
        await postgres.kill();
        // Longer than a page waits for a connection.
        await load.more(300);
        await postgres.start();
        load.over();
        await allWell();
      },
      mayFail: untilBack,
    },
    calm,
    {
      name: "Redis is restarted, and has forgotten everything",
      async act() {
        await redis.end("SIGTERM");
        await load.more(200);
        await redis.start();
        load.over();
        await allWell();
      },
      // Who needs none notices nothing.
      mayFail: (...failed) => plan.engine === "layered" && untilBack(...failed),
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
