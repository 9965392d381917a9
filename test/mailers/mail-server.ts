import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { type ReadMail, readMail } from "./read-mail.ts";

/** A real mail server on this machine, which keeps what it is sent. */
export interface MailServer {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** The next one that nobody has taken yet, once it is there. */
  next(): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

export interface ReceivedMail extends ReadMail {
  /** As the envelope says it. */
  readonly from: string;
  readonly to: readonly string[];
}

/** @param options such as `onRcptTo`, which refuses, or `authOptional` */
export const mailServer = async (
  t: { after(fn: () => unknown): void },
  options: SMTPServerOptions = {},
): Promise<MailServer> => {
  const mails: ReceivedMail[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 50,
    onData(stream, session, callback) {
      stream.toArray().then((chunks) => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          ...readMail(Buffer.concat(chunks).toString("latin1")),
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
        });
        callback();
        for (const wake of waiting.splice(0)) wake();
      }, callback);
    },
    ...options,
  });
  // What a client of a test does wrong is for that client to see.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const stop = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  t.after(stop);
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    async next() {
      while (mails.length <= taken) await new Promise<void>((resolve) => waiting.push(resolve));
      taken += 1;
      return mails[taken - 1]!;
    },
    stop,
  };
};
