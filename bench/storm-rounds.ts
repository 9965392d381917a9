import { cpus } from "node:os";
import { background } from "./background.ts";
import { type Spread, spread } from "./figures.ts";
import type { Load, LoadGenerator } from "./load.ts";
import type { Length } from "./part.ts";
import type { ServedPage } from "./served-page.ts";

/** A page, and how its site is logged in to. */
export interface StormedSite {
  readonly name: string;
  readonly page: ServedPage;
  /** How a login is sent. */
  readonly login: "form" | "json";
  readonly isOurs: boolean;
}

/** Turn by turn, over the page's idle turns right before and after. */
export interface MeasuredStorm {
  readonly name: string;
  readonly isOurs: boolean;
  /** Requests a second. */
  readonly idle: Spread;
  /** Of these while logins wait. */
  readonly kept: Spread;
  readonly p99: Spread;
  /** Refused logins a second; undefined where nobody logged in, but cores were busy. */
  readonly logins?: Spread;
}

interface Turn {
  readonly idle: number;
  readonly kept: number;
  readonly p99: number;
  readonly logins: number;
}

/** Something that goes on while the page is asked for, and ends with what it has to say. */
type Trouble = () => Promise<() => Promise<number>>;

export const runStorms = async (
  load: LoadGenerator,
  sites: readonly StormedSite[],
  { rounds, seconds }: Length,
  say: (text: string) => void,
): Promise<readonly MeasuredStorm[]> => {
  const troubled = sites.flatMap((site) => [
    { site, name: site.name, trouble: loginsAt(site), turns: [] as Turn[] },
    // Those of ours alone: what any work on the other cores costs, whoever's it is.
    ...(site.isOurs ? [{ site, name: BUSY, trouble: busyCores, turns: [] as Turn[] }] : []),
  ]);
  const ask = ({ page }: StormedSite, length: number): Promise<Load> =>
    load.run({
      url: `${page.server.url}/welcome`,
      cookies: [page.cookie],
      seconds: length,
      idle: "sleeps",
    });
  for (const site of sites) await ask(site, 2);
  for (let round = 1; round <= rounds; round += 1) {
    for (const { site, trouble, turns } of troubled) {
      const before = await ask(site, seconds);
      const end = await trouble();
      const meanwhile = await ask(site, seconds);
      const logins = await end();
      const after = await ask(site, seconds);
      const idle = (before.requestsPerSecond + after.requestsPerSecond) / 2;
      const kept = meanwhile.requestsPerSecond / idle;
      turns.push({ idle, kept, p99: meanwhile.p99 / ((before.p99 + after.p99) / 2), logins });
    }
    const kept = troubled.map(({ turns }) => turns.at(-1)?.kept.toFixed(2)).join(", ");
    say(`round ${round} of ${rounds}: kept ${kept}`);
  }
  return troubled.map(({ site, name, trouble, turns }) => {
    const of = (pick: (turn: Turn) => number): Spread => spread(turns.map(pick));
    const [idle, kept, p99] = [
      of((turn) => turn.idle),
      of((turn) => turn.kept),
      of((turn) => turn.p99),
    ];
    const measured = { name, isOurs: site.isOurs, idle, kept, p99 };
    return trouble === busyCores ? measured : { ...measured, logins: of((turn) => turn.logins) };
  });
};

const BUSY = "the same while idle-class processes compute bcrypt: what the machine costs";

const busyCores: Trouble = async () => {
  const others = await Promise.all(cpus().map(() => background("bench/busy-cores.ts")));
  return async () => {
    for (const other of others) await other.stop();
    return 0;
  };
};

/** Sixteen wrong logins that wait; how many a second were refused. */
const loginsAt =
  ({ page, login }: StormedSite): Trouble =>
  async () => {
    const client = await background("bench/login-storm.ts", page.server.url, "wrong", login);
    return async () => {
      const { answered, seconds } = JSON.parse(await client.stop()) as {
        readonly answered: Readonly<Record<string, number>>;
        readonly seconds: number;
      };
      const { 401: refused = 0, ...others } = answered;
      if (Object.keys(others).length > 0) {
        throw new Error(`logins were answered with ${JSON.stringify(answered)}`);
      }
      return refused / seconds;
    };
  };
