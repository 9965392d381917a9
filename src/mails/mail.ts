/** One mail, ready to be sent. Whom it is from, the mailer knows. */
export interface Mail {
  /** An address, found well-formed by `checkEmail`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same once more, as HTML. */
  readonly html: string;
  /** What stands in both of them to be followed, if anything. A secret: it opens what it is for. */
  readonly link: string | undefined;
}

/** Hands mails over to whatever carries them on. */
export interface Mailer {
  /** Makes ready, and connects to nothing yet. Rejects with `settings.invalid` if what it needs is missing. */
  open(): Promise<void>;
  /** Resolves once the mail was taken. Rejects if it was not; then it is tried again. */
  send(mail: Mail): Promise<void>;
  /** Closes its connections. */
  close(): Promise<void>;
}

/** Where mails are posted. Nobody waits for them, and no answer tells whether one was sent. */
export interface MailBox {
  /**
   * Returns at once and never throws.
   *
   * @param write is called later, away from the answer's time; undefined if there is nothing to be sent
   */
  post(write: () => Mail | undefined | Promise<Mail | undefined>): void;
}
