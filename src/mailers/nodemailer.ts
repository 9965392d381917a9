import type nodemailer from "nodemailer";
import { CountersignError } from "../errors/countersign-error.ts";

export type Nodemailer = typeof nodemailer;

/** Loaded only here: who sends no mails needs it not. Rejects with `settings.invalid` without it. */
export const loadNodemailer = async (): Promise<Nodemailer> => {
  try {
    return (await import("nodemailer")).default;
  } catch (cause) {
    throw new CountersignError(
      "settings.invalid",
      "mail: sending mails needs nodemailer; `npm install nodemailer`.",
      { cause },
    );
  }
};
