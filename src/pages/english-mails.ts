import type { MailWords } from "./mail-words.ts";

export const englishMails: MailWords = {
  greeting: (name) => `Hello ${name},`,
  linkAsText: "If the button does not work, copy this address into your browser:",
  reset: {
    subject: ({ site }) => `${site}: a new password`,
    body: ({ name, site }) => [
      `somebody has asked for a new password for the account ${name} at ${site}.`,
      "If it was you, choose one here. The link works once, and only for a short while.",
    ],
    button: "Choose a new password",
    otherwise: "If it was not you, do nothing: your password stays as it is.",
  },
  confirm: {
    subject: ({ site }) => `${site}: confirm your address`,
    body: ({ name, site, email }) => [
      `this address, ${email}, was given for the account ${name} at ${site}.`,
      "If that account is yours, confirm the address here. The link works once.",
    ],
    button: "Confirm the address",
    otherwise:
      "If you do not know that account, do nothing: without you the address is not confirmed.",
  },
  changing: {
    subject: ({ site }) => `${site}: your address is about to change`,
    body: ({ name, site }) => [
      `somebody who knows the password of the account ${name} at ${site} wants another address there in place of this one. It counts once it is confirmed from the new address.`,
      "If it was you, there is nothing to do here.",
    ],
    button: "Choose a new password",
    otherwise:
      "If it was not you, choose a new password now. Then the new address can no longer be confirmed, and whoever it was is logged out.",
  },
  changed: {
    subject: ({ site }) => `${site}: your address was changed`,
    body: ({ name, site }) => [
      `the account ${name} at ${site} has another address now. Mails about it no longer come to this one.`,
    ],
    button: "",
    otherwise: "If it was not you, turn to whoever runs the site.",
  },
  password: {
    subject: ({ site }) => `${site}: your password was changed`,
    body: ({ name, site }) => [
      `the password of the account ${name} at ${site} was changed just now, and whoever was logged in elsewhere is logged out.`,
    ],
    button: "Choose a new password",
    otherwise: "If it was not you, choose a new password now.",
  },
};
