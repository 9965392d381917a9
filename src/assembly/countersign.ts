import { createAccountLinks } from "../account/account-links.ts";
import { createEventTeller } from "../account/event-teller.ts";
import { createLoginAlarm } from "../account/login-alarm.ts";
import type { Parts, Place } from "../account/parts.ts";
import { createSummedLog } from "../account/summed-log.ts";
import type { CookieAttributes } from "../cookies/set-cookie.ts";
import type { EventSink } from "../events/event-sink.ts";
import { createMailQueue } from "../mailers/mail-queue.ts";
import type { Assets } from "../pages/assets.ts";
import type { Frame } from "../pages/layout.ts";
import type { Words } from "../pages/words.ts";
import type { Countersign } from "../routes/countersign.ts";
import { mountedContext } from "../routes/mounted-context.ts";
import { createRoutes, type RouteTable } from "../routes/route-table.ts";
import type { MountedContext } from "../routes/visit.ts";
import { type Opened, openOnce } from "./open-once.ts";
import { openStorage } from "./open-storage.ts";
import { openThrottle } from "./open-throttle.ts";
import { assetsOf, spokenWords } from "./page-settings.ts";
import { rulesOf } from "./password-policy.ts";
import { cookieOf, createDigest, openSessionParts, SILENT } from "./session-parts.ts";
import { type CheckedSettings, checkSettings, type Settings } from "./settings.ts";

/**
 * Login and sessions, out of settings that are all checked here and now. Synchronous, and opens
 * nothing; takes nothing from the environment.
 *
 * Throws `settings.invalid`, in one line that names the setting and says what to write instead.
 */
export const countersign = (settings: Settings): Countersign => {
  const checked = checkSettings(settings);
  const { origin, path, log } = checked;
  // What can be wrong in a cookie's name is found here too, before anything is opened.
  const cookie = cookieOf(checked, origin.startsWith("https:"));
  const assets = assetsOf(checked.brand);
  const routes = createRoutes(assets, checked.development);
  const cs = openOnce(() => open(checked, cookie, assets, routes), log);
  return Object.freeze({
    origin,
    path: path || "/",
    routes,
    get context() {
      return cs.context;
    },
    ready: cs.ready,
    close: cs.close,
  });
};

/** People look into their mail on the next day. In seconds. */
const CONFIRMATION_AGE = 3 * 86_400;

const open = async (
  settings: CheckedSettings,
  cookie: CookieAttributes,
  assets: Assets,
  routes: RouteTable,
): Promise<Opened<MountedContext>> => {
  const { users, secrets, mail, resetAge } = settings;
  await mail?.open();
  const log = createSummedLog(settings.log ?? SILENT, settings.clock);
  const teller = createEventTeller(log, settings.on);
  const alarm = createLoginAlarm(teller.warn, settings.clock);
  const sink: EventSink = {
    digestOf: createDigest(secrets[0]!),
    tell(event) {
      teller.tell(event);
      alarm.note(event);
    },
  };
  const storage = await openStorage(settings.database, {
    ...settings,
    sink,
    siteNames: siteNamesOf(settings),
  });
  const { accounts, register, passwords, policy, database } = storage;
  const bond = users?.bond(secrets);
  const sessions = await openSessionParts(
    { ...settings, log },
    cookie,
    register,
    database,
    bond,
  ).catch(async (error) => {
    await storage.close();
    throw error;
  });
  const { clock, parts: sessionParts } = sessions;
  const queue = mail && createMailQueue(mail, sessionParts.log);
  const throttle = settings.throttle
    ? openThrottle(database, secrets, settings.origin.startsWith("https:"), clock, sessionParts.log)
    : undefined;
  const { origin, path, hsts, alone: isAlone } = settings;
  const place: Place = { origin, path, hsts, isAlone };
  const parts: Parts = Object.freeze({
    ...sessionParts,
    place,
    accounts,
    register,
    passwords,
    policy,
    mail: queue,
    links: createAccountLinks(secrets, { reset: resetAge, confirmation: CONFIRMATION_AGE }),
    throttle,
    alarm,
    clock,
    async ailment() {
      // Any read will do: it answers, or says that the storage does not.
      const fault = await Promise.all([accounts.findById(0), sessions.reach()]).catch(
        (error: unknown) => error,
      );
      return fault instanceof Error ? "storage.unavailable" : undefined;
    },
  });
  const rules = rulesOf(settings.passwordPolicy);
  const inWords = (words: Words): Frame => ({
    path: settings.path,
    words,
    assets,
    own: settings.pages,
    rules,
    canRegister: !accounts.isForeign,
    hasMail: mail !== undefined && !accounts.isForeign,
    hasLab: settings.development,
  });
  const [first, ...others] = spokenWords(settings, rules);
  return {
    context: mountedContext(parts, routes, [inWords(first), ...others.map(inWords)]),
    async close() {
      // Whoever loses their patience with what follows has it in the log.
      log.settle();
      alarm.close();
      await queue?.close();
      await sessions.close();
      await teller.settled();
      await throttle?.close();
      await storage.close();
      log.settle();
    },
  };
};

/** Words that stand on every page, or in its address. */
const siteNamesOf = ({ brand, origin }: CheckedSettings): readonly string[] => [
  ...(brand.name === undefined ? [] : [brand.name]),
  new URL(origin).hostname,
];
