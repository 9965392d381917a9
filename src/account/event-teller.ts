import type { AccountEvent, EventName } from "../events/account-event.ts";
import type { EventHooks } from "../events/event-hooks.ts";
import type { LoginAttack } from "../events/login-attack.ts";
import type { Log, LogLine } from "./log.ts";

/** Tells the log and the host's hooks of events. */
export interface EventTeller {
  tell(event: AccountEvent): void;
  /** At warn, because somebody should look. */
  warn(attack: LoginAttack): void;
  /** Resolves when no hook is at work any more, or when patience is at its end. */
  settled(): Promise<void>;
}

/**
 * One line in the log for each event, and a call of the hook of its name. No answer waits for a hook: what
 * it takes would tell a known name from an unknown one, and a mail server's trouble be a login's.
 *
 * @param patience how long at most hooks are waited for when all is closed, in milliseconds
 */
export const createEventTeller = (
  log: Log,
  hooks: EventHooks = {},
  patience = 5_000,
): EventTeller => {
  const atWork = new Set<Promise<void>>();

  const fail = (event: Told, error: unknown): void => {
    const requestId = "requestId" in event ? event.requestId : undefined;
    log.error({ event: "hookFailed", requestId, hook: event.name, err: error }, "a hook failed");
  };

  const call = (event: Told): void => {
    const hook = hooks[event.name] as ((event: Told) => unknown) | undefined;
    if (!hook) return;
    try {
      const returned = hook(Object.freeze(event));
      if (!isThenable(returned)) return;
      const work = Promise.resolve(returned)
        .then(() => {})
        .catch((error: unknown) => fail(event, error))
        .finally(() => atWork.delete(work));
      atWork.add(work);
    } catch (error) {
      fail(event, error);
    }
  };

  return {
    tell(event) {
      log.info(lineOf(event), messageOf(event));
      call(event);
    },
    warn(attack) {
      const { name: event, at: _, since, ...counts } = attack;
      const began = new Date(since).toISOString();
      log.warn({ event, since: began, ...counts }, MESSAGES[event]);
      call(attack);
    },
    async settled() {
      let timer: NodeJS.Timeout | undefined;
      const atAnEnd = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patience);
      });
      // A hook that ends may have been waited for by another.
      while (atWork.size > 0) {
        const ended = await Promise.race([
          Promise.all(atWork).then(() => true),
          atAnEnd.then(() => false),
        ]);
        if (!ended) break;
      }
      clearTimeout(timer);
    },
  };
};

type Told = AccountEvent | LoginAttack;

const MESSAGES: Readonly<Record<LoginAttack["name"], string>> = {
  loginsUnderAttack: "far more logins fail than usual: somebody is guessing, from many addresses",
  loginAttackOver: "no more logins fail than usual any more",
};

const FAILURES: ReadonlySet<EventName> = new Set(["loginFailed", "accountClosed"]);

/** Users by their id alone: logs travel further than databases. The time is the logger's. */
const lineOf = (event: AccountEvent): LogLine => {
  const { name, at: _, username: _username, ...fields } = event;
  return { event: name, outcome: FAILURES.has(name) ? "failure" : "success", ...fields };
};

/** `loginFailed` is "login failed". */
const messageOf = ({ name }: AccountEvent): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";
