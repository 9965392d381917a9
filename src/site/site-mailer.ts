import { join } from "node:path";
import type { Log } from "../account/log.ts";
import { isCountersignError } from "../errors/countersign-error.ts";
import { outboxMail } from "../mailers/outbox-mail.ts";
import { smtpMail } from "../mailers/smtp-mail.ts";
import type { Mailer } from "../mails/mail.ts";
import { checkEmail } from "../users/check-email.ts";
import { dataFolder, originOf, type SiteSettings } from "./environment.ts";

/**
 * How the site sends mails: through the server that is set. In development without one they are written
 * into a folder, and their links into the log. Undefined where none are sent: in production without a
 * server, and where the users are Django's.
 *
 * Rejects with `settings.invalid` if a server is set and nodemailer is missing.
 */
export const siteMailer = async (settings: SiteSettings, log: Log): Promise<Mailer | undefined> => {
  const { mail, isDevelopment, isDjango, database } = settings;
  if (isDjango) return undefined;
  const from = settings.mailFrom ?? usualSender(originOf(settings));
  if (mail !== undefined) return smtpMail({ address: mail, from });
  if (!isDevelopment) return undefined;
  const folder = join(dataFolder(database), "outbox");
  const mailer = outboxMail({
    ...{ folder, from },
    wrote: (path, { link }) => log.info({ event: "mailWritten", path, link }, "a mail was written"),
  });
  return mailer.open().then(
    () => mailer,
    (error: unknown) => {
      if (!isCountersignError(error)) throw error;
      log.warn({ event: "mailOff" }, "no mails: for those, npm install nodemailer");
      return undefined;
    },
  );
};

/** What stands for an origin that has no name to which one could write. */
const usualSender = (origin: string): string => {
  const address = `noreply@${new URL(origin).hostname}`;
  return checkEmail(address) === undefined ? address : "noreply@localhost";
};
