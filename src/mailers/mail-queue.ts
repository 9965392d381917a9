import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../account/log.ts";
import { isCountersignError } from "../errors/countersign-error.ts";
import type { Mail, MailBox, Mailer } from "../mails/mail.ts";

export interface MailQueue extends MailBox {
  /**
   * Ends the sending. What was not tried yet is sent at once, and waited for a moment; what has failed and waits
   * for its next try is lost. The log says what was.
   */
  close(): Promise<void>;
}

export interface MailQueueOptions {
  /** How many mails wait at most; what comes on top is dropped, and the log says so. 1,000 if left out. */
  readonly most?: number;
  /**
   * How long a mail waits before it is written and sent, in milliseconds. A random while if left out: so
   * the work for an address that somebody has is not done right behind the answer, where it could be felt.
   */
  readonly pause?: () => number;
  /** How long after each failure it is tried again, in milliseconds; after the last it is given up. */
  readonly retries?: readonly number[];
  /** How long `close` waits for what is on its way, in milliseconds; 3,000 if left out. */
  readonly patience?: number;
}

const MOST = 1_000;
const RETRIES = [5_000, 30_000, 300_000];
const aWhile = (): number => 50 + Math.random() * 500;
const PATIENCE = 3_000;

/**
 * Sends mails one by one behind the answers: whoever posts one neither waits for it nor learns whether it
 * could be sent. In memory: what waits when the process dies is lost. A link is asked for again by whom it was
 * for; news of what was done to an account are not, and then the audit alone has it.
 */
export const createMailQueue = (
  mailer: Mailer,
  log: Log,
  { most = MOST, pause = aWhile, retries = RETRIES, patience = PATIENCE }: MailQueueOptions = {},
): MailQueue => {
  const closing = new AbortController();
  const { signal } = closing;
  const underWay = new Set<Promise<void>>();

  /** Rejects only when everything closes. */
  const deliver = async (write: Parameters<MailBox["post"]>[0]): Promise<void> => {
    // Nobody measures answers any more when everything closes.
    await sleep(pause(), undefined, { signal }).catch(() => {});
    let mail: Mail | undefined;
    const writeAndSend = async (): Promise<void> => {
      mail ??= await write();
      if (mail) await mailer.send(mail);
    };
    for (const wait of [...retries, undefined]) {
      const error = await writeAndSend().then(
        () => undefined,
        (error: unknown) => error ?? new Error("no reason given"),
      );
      if (error === undefined) {
        if (mail) log.info({ event: "mailSent" }, "a mail was sent");
        return;
      }
      // What cannot be written is our own mistake, unless it is a database that may be back in a moment.
      if (!mail && !isCountersignError(error, "storage.unavailable")) throw error;
      const isOver = wait === undefined || isRefused(error);
      const event = isOver ? "mailFailed" : "mailDelayed";
      const fields = { event, ...traceOf(error) } as const;
      log.warn(fields, isOver ? "a mail was given up" : "a mail could not be sent yet");
      if (isOver) return;
      await sleep(wait, undefined, { signal, ref: false });
    }
  };

  return {
    post(write) {
      if (signal.aborted || underWay.size >= most) {
        return log.warn({ event: "mailDropped" }, "too many mails are waiting: one was dropped");
      }
      const delivery = deliver(write)
        .catch((error: unknown) => {
          const trace = signal.aborted ? {} : traceOf(error);
          const fields = { event: "mailFailed", ...trace } as const;
          log.warn(fields, "a mail was lost");
        })
        .finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },

    async close() {
      closing.abort();
      const waiting = new AbortController();
      await Promise.race([
        Promise.all(underWay),
        sleep(patience, undefined, { signal: waiting.signal }).catch(() => {}),
      ]);
      waiting.abort();
      for (const _delivery of underWay) log.warn({ event: "mailFailed" }, "a mail was left behind");
      await mailer.close();
    },
  };
};

/** Did the server say that it never will (RFC 5321, 4.2.1)? */
const isRefused = (error: unknown): boolean => {
  const { responseCode } = error as { responseCode?: unknown };
  return typeof responseCode === "number" && responseCode >= 500;
};

/** What a log may hold of it: no address, and nothing that the server said, which may repeat it. */
const traceOf = (error: unknown): object => {
  const { code, responseCode, command } = error as Record<string, unknown>;
  return { code, responseCode, command };
};
