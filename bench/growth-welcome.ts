import { cookieOf } from "./filled-user.ts";
import { type Both, type GrownSite, orderOf, spreadOver } from "./grown-sites.ts";
import type { Grown } from "./growth-table.ts";
import { startLoad } from "./load.ts";

/** Who is logged in on the site with few users. */
export const FEW = 100;

/** More than a memory of verified tokens holds. */
const MANY = 2_048;

/**
 * `/welcome`, under load, by as many cookies on both sites: of a hundred sessions, of which each was saved several
 * times; and of as many sessions as there are cookies, which lie all over the table.
 */
export const timeWelcome = async (
  sites: Both<GrownSite>,
  rounds: number,
  seconds: number,
  say: (text: string) => void,
): Promise<readonly Grown[]> => {
  const load = startLoad();
  /** A request, in milliseconds: by the clock of as many as are answered, and by the processor's. */
  const turn = async (
    { server }: GrownSite,
    cookies: readonly string[],
  ): Promise<readonly [clock: number, processor: number]> => {
    const before = await server.usage();
    const answered = await load.run({ url: `${server.url}/welcome`, cookies, seconds });
    const used = ((await server.usage()) - before) / 1_000;
    return [1_000 / answered.requestsPerSecond, used / answered.requests];
  };
  const grown: Grown[] = [];
  try {
    for (const count of [FEW, MANY]) {
      const cookies = [cookiesOf(sites[0], count, FEW), cookiesOf(sites[1], count, count)] as const;
      const clock: Both<number[]> = [[], []];
      const processor: Both<number[]> = [[], []];
      // The first round only warms.
      for (let round = -1; round < rounds; round += 1) {
        for (const at of orderOf(round)) {
          const [apart, used] = await turn(sites[at], cookies[at]);
          if (round < 0) continue;
          clock[at].push(apart);
          processor[at].push(used);
        }
      }
      const name = `\`/welcome\` under load, ${count.toLocaleString("en")} cookies`;
      grown.push({ name, clock, processor });
      say(`${name}: measured`);
    }
    return grown;
  } finally {
    await load.stop();
  }
};

const cookiesOf = (site: GrownSite, count: number, visitors: number): readonly string[] =>
  Array.from({ length: count }, (_, nth) => {
    const number = 1 + spreadOver(nth % visitors, site.count);
    return cookieOf(number, Math.floor(nth / visitors));
  });
