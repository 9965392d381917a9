import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mail, Mailer } from "../mails/mail.ts";
import { mailFields } from "./mail-fields.ts";
import { loadNodemailer } from "./nodemailer.ts";
import { senderOf } from "./sender.ts";

export interface OutboxMailOptions {
  /** Made if it is not there. */
  readonly folder: string;
  /** `Example <noreply@example.org>`, or the address alone. */
  readonly from: string;
  /** Is told of each mail, once its file is written. In development only: a link opens an account. */
  readonly wrote?: (path: string, mail: Mail) => void;
}

/**
 * Writes mails into a folder instead of sending them, as `.eml` files that any mail program opens: for
 * development. Files are for their owner alone (0600), because of the links in them.
 */
export const outboxMail = ({ folder, from, wrote }: OutboxMailOptions): Mailer => {
  const sender = senderOf(from);
  return {
    async open() {
      await loadNodemailer();
    },
    async send(mail) {
      const { createTransport } = await loadNodemailer();
      const transport = createTransport({ streamTransport: true, buffer: true });
      const { message } = await transport.sendMail(mailFields(sender, mail));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // By time, so that the last one is the newest; and never two of one name.
      const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
      const path = join(folder, `${stamp}-${randomBytes(4).toString("hex")}.eml`);
      await writeFile(path, message as Buffer, { mode: 0o600, flag: "wx" });
      wrote?.(path, mail);
    },
    close: async () => {},
  };
};
