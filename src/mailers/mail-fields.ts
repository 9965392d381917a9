import type { SendMailOptions } from "nodemailer";
import type { Mail } from "../mails/mail.ts";
import type { Sender } from "./sender.ts";

/**
 * A mail as nodemailer takes it. The recipient is a record and no text, so that nothing in an address
 * can become a second one; a line break in the subject, were there one, is folded away. Nothing is
 * read from a file or fetched, whatever a text may look like.
 */
export const mailFields = (from: Sender, mail: Mail): SendMailOptions => ({
  from,
  to: { name: "", address: mail.to },
  subject: mail.subject.replace(/[\p{Cc}\s]+/gu, " "),
  text: mail.text,
  html: mail.html,
  // So that an answering machine does not answer (RFC 3834).
  headers: { "Auto-Submitted": "auto-generated" },
  disableFileAccess: true,
  disableUrlAccess: true,
});
