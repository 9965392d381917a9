import type { Transporter } from "nodemailer";
import type { Mailer } from "../mails/mail.ts";
import { mailFields } from "./mail-fields.ts";
import { loadNodemailer, type Nodemailer } from "./nodemailer.ts";
import { senderOf } from "./sender.ts";
import { type SmtpPlace, smtpPlace } from "./smtp-address.ts";

export interface SmtpMailOptions {
  /** `smtp://user:password@mail.example.org:587`, or `smtps://…:465`. */
  readonly address: string;
  /** `Example <noreply@example.org>`, or the address alone. */
  readonly from: string;
}

/** In milliseconds. Nobody waits for a mail, but a server that is silent must not hold a connection for ever. */
const PATIENCE = 20_000;
/** More connections at once is how one gets onto a list of spammers. */
const MOST_CONNECTIONS = 3;

/**
 * Sends mails through a mail server, by nodemailer (an optional peer dependency). Throws `settings.invalid` for an address or a sender that is none.
 */
export const smtpMail = ({ address, from }: SmtpMailOptions): Mailer => {
  const [place, sender] = [smtpPlace(address), senderOf(from)];
  let transport: Transporter | undefined;
  const open = async (): Promise<Transporter> => {
    transport ??= createTransport(await loadNodemailer(), place);
    return transport;
  };
  return {
    async open() {
      await open();
    },
    async send(mail) {
      await (await open()).sendMail(mailFields(sender, mail));
    },
    async close() {
      transport?.close();
    },
  };
};

const createTransport = (
  nodemailer: Nodemailer,
  { host, port, secure, requireTLS, auth }: SmtpPlace,
): Transporter =>
  nodemailer.createTransport({
    ...{ host, port, secure, requireTLS, ...(auth ? { auth } : {}) },
    // On this machine, too, a server may offer TLS with a certificate that proves nothing to anybody.
    ignoreTLS: !secure && !requireTLS,
    pool: true,
    maxConnections: MOST_CONNECTIONS,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
