import { availableParallelism } from "node:os";
import type { Log } from "../account/log.ts";
import { countersign } from "../assembly/countersign.ts";
import { CountersignError, isCountersignError } from "../errors/countersign-error.ts";
import type { Countersign } from "../routes/countersign.ts";
import { djangoUsers } from "../stores/django-users.ts";
import { type Duration, formatDuration } from "../time/duration.ts";
import { originOf, type SiteSettings } from "./environment.ts";
import { inTheirWords } from "./naming.ts";
import { secretsOf } from "./secrets.ts";
import { siteBrand } from "./site-brand.ts";
import { siteEngine } from "./site-engine.ts";
import { siteHashers } from "./site-hashers.ts";
import { siteMailer } from "./site-mailer.ts";

/**
 * The library, set up as the environment says. Throws `settings.invalid` under the environment's
 * names: whoever runs the site has never seen the library's.
 */
export const siteCountersign = async (settings: SiteSettings, log: Log): Promise<Countersign> => {
  const origin = originOf(settings);
  const secrets = secretsOf(settings);
  const engine = await siteEngine(settings, log);
  const mail = await siteMailer(settings, log);
  const shareOf = (total: number): number => Math.max(1, Math.floor(total / settings.workers));
  const span = (seconds: number): Duration => formatDuration(seconds) as Duration;
  try {
    return countersign({
      origin,
      secrets,
      engine,
      ...(settings.isDjango ? { users: djangoUsers() } : {}),
      database: settings.database,
      databasePool: shareOf(settings.databasePool),
      ...siteHashers(settings),
      ...(settings.peppers === undefined ? {} : { peppers: settings.peppers }),
      passwordPolicy: settings.passwordPolicy,
      hashThreads: shareOf(availableParallelism()),
      ...(settings.cookieName === undefined ? {} : { cookieName: settings.cookieName }),
      ...(settings.cookieDomain === undefined ? {} : { cookieDomain: settings.cookieDomain }),
      age: span(settings.age),
      ...(settings.idle === undefined ? {} : { idle: span(settings.idle) }),
      absolute: span(settings.absolute),
      ...(settings.sessionLimit === undefined ? {} : { sessionLimit: settings.sessionLimit }),
      ...(mail === undefined ? {} : { mail }),
      resetAge: span(settings.resetAge),
      language: settings.language,
      brand: siteBrand(settings),
      throttle: settings.isThrottled,
      hsts: settings.hsts,
      development: settings.isDevelopment,
      log,
      alone: true,
    });
  } catch (error) {
    if (!isCountersignError(error, "settings.invalid")) throw error;
    throw new CountersignError(error.code, inTheirWords(error.message));
  }
};
