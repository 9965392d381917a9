import type { Mail, Mailer } from "../../src/mails/mail.ts";

/** A mailer that keeps what it is given, and can be told to fail. */
export interface Postman {
  readonly mailer: Mailer;
  /** All so far, taken or not. */
  readonly mails: readonly Mail[];
  /** The next one that nobody has taken yet, once it is there. */
  next(): Promise<Mail>;
  /** The next one's link, below the site's origin. */
  nextLink(): Promise<string>;
}

/** @param send what it does first, such as failing */
export const postman = (send: (mail: Mail) => Promise<void> | void = () => {}): Postman => {
  const mails: Mail[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;
  const next = async (): Promise<Mail> => {
    while (mails.length <= taken) await new Promise<void>((resolve) => waiting.push(resolve));
    taken += 1;
    return mails[taken - 1]!;
  };
  return {
    mails,
    next,
    async nextLink() {
      const { link = "" } = await next();
      const { pathname, search } = new URL(link);
      return pathname + search;
    },
    mailer: {
      open: async () => {},
      async send(mail) {
        await send(mail);
        mails.push(mail);
        for (const wake of waiting.splice(0)) wake();
      },
      close: async () => {},
    },
  };
};
