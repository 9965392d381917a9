import type { AccountEvent } from "../events/account-event.ts";
import type { LoginAttack } from "../events/login-attack.ts";
import { networkOf } from "../throttle/network-of.ts";
import type { Clock } from "../time/clock.ts";
import { createWindow } from "../time/window.ts";

/** Notices an attack that is spread over so many names and addresses that no limit sees it whole. */
export interface LoginAlarm {
  /** Everything that happens to accounts. */
  note(event: AccountEvent): void;
  /** A login that has to wait. */
  noteBlocked(): void;
  /** An attack that is under way is told to be over by nobody. */
  close(): void;
}

/** In milliseconds. */
const WINDOW = 60_000;

/**
 * Failures in a minute. One network alone never has so many, because its limit is fifty in an hour; and no
 * site's users mistype so often without logging in more often than that.
 */
const ALARMING = 100;

/** Users and networks that are told apart: an attacker has any number. */
const MOST = 10_000;

interface Minute {
  failures: number;
  unknownNames: number;
  logins: number;
  blocked: number;
  readonly accounts: Set<number>;
  readonly networks: Set<string>;
}

interface Attack {
  readonly since: number;
  failures: number;
  blocked: number;
}

/**
 * It begins with a hundred failures within a minute, if they are more than the logins; it goes on while a hundred fail
 * or have to wait in each minute, and then it is over.
 *
 * Counted in memory, by each process for itself: a row that every failure of a site has to write would be
 * the one lock that all of them wait for.
 *
 * @param told of each attack, and of its end. Throws nothing
 */
export const createLoginAlarm = (
  told: (attack: LoginAttack) => void,
  clock: Clock = Date.now,
): LoginAlarm => {
  let minute = newMinute();
  let attack: Attack | undefined;

  const tell = (since: number, isNew: boolean): void => {
    const { failures, unknownNames, blocked } = minute;
    const [accounts, networks] = [minute.accounts.size, minute.networks.size];
    const counts = { failures, unknownNames, accounts, networks, blocked };
    told({ name: "loginsUnderAttack", at: clock(), since, isNew, ...counts });
  };

  const end = (): void => {
    if (attack) {
      attack.failures += minute.failures;
      attack.blocked += minute.blocked;
      if (minute.failures + minute.blocked >= ALARMING) tell(attack.since, false);
      else {
        told({ name: "loginAttackOver", at: clock(), ...attack });
        attack = undefined;
      }
    }
    minute = newMinute();
    // That nothing comes any more is to be noticed as well.
    if (attack) window.enter();
  };
  const window = createWindow(WINDOW, clock, end);

  return {
    note({ name, userId, address }) {
      if (name !== "loginFailed" && name !== "loggedIn") return;
      window.enter();
      if (name === "loggedIn") {
        minute.logins += 1;
        return;
      }
      minute.failures += 1;
      if (userId === undefined) minute.unknownNames += 1;
      else if (minute.accounts.size < MOST) minute.accounts.add(userId);
      if (address !== undefined && minute.networks.size < MOST) {
        minute.networks.add(networkOf(address));
      }
      if (attack || minute.failures < ALARMING || minute.failures <= minute.logins) return;
      attack = { since: clock(), failures: 0, blocked: 0 };
      tell(attack.since, true);
    },
    noteBlocked() {
      window.enter();
      minute.blocked += 1;
    },
    close() {
      attack = undefined;
      window.close();
    },
  };
};

const newMinute = (): Minute => ({
  ...{ failures: 0, unknownNames: 0, logins: 0, blocked: 0 },
  accounts: new Set(),
  networks: new Set(),
});
