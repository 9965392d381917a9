import { endOthers, logIn, logOut, lookAtWelcome, register, replay } from "./acts.ts";
import type { Ask, Outcome } from "./ask.ts";
import type { Crowd, Device, Person } from "./crowd.ts";

type Act = (crowd: Crowd, ask: Ask, person: Person, device: Device) => Promise<Outcome>;

/** Of a hundred requests. All others look at a page. */
const REGISTER = 2;
const LOG_IN = 3;
const LOG_OUT = 2.5;
const END_OTHERS = 0.5;
const REPLAY = 10;

/** Some of the cookies that are tried again come from sessions that ended just now. */
const LATELY = 10;

/** One request after the other, as many people make them. Needs somebody who is registered. */
export const everyday = (
  crowd: Crowd,
  ask: Ask,
  addresses: readonly string[],
): (() => Promise<Outcome>) => {
  let newcomers = 0;

  /** By somebody who does nothing else, on a device on which it can be done; a look if there is none. */
  const act = (isFor: (known: Device["known"]) => boolean, what: Act): Promise<Outcome> => {
    const free = crowd.people
      .filter((person) => !person.isActing)
      .flatMap((person) => person.devices.map((device) => ({ person, device })))
      .filter(({ device }) => isFor(device.known));
    if (free.length === 0) return look();
    const { person, device } = oneOf(free);
    return what(crowd, ask, person, device);
  };
  const look = (): Promise<Outcome> => {
    const person = oneOf(crowd.people);
    return lookAtWelcome(crowd, ask, person, oneOf(person.devices));
  };

  return () => {
    let chance = Math.random() * 100;
    const isTurn = (share: number): boolean => {
      chance -= share;
      return chance < 0;
    };
    if (isTurn(REGISTER)) {
      newcomers += 1;
      return register(crowd, ask, `newcomer${newcomers}`, oneOf(addresses));
    }
    if (isTurn(LOG_IN)) return act((known) => known !== "in", logIn);
    if (isTurn(LOG_OUT)) return act((known) => known !== "out", logOut);
    if (isTurn(END_OTHERS)) return act((known) => known === "in", endOthers);
    if (isTurn(REPLAY) && crowd.dead.length > 0) {
      const lately = crowd.dead.slice(-LATELY);
      return replay(crowd, ask, oneOf(Math.random() < 0.5 ? lately : crowd.dead));
    }
    return look();
  };
};

const oneOf = <Each>(list: readonly Each[]): Each => list[Math.floor(Math.random() * list.length)]!;
