import type { AccountWords } from "./account-words.ts";

export const englishAccount: AccountWords = {
  refused: "That did not work. See the notes beside the fields.",
  currentPassword: "Current password",
  newPassword: "New password",
  nameOrEmail: "Name or e-mail",
  toLogin: "Go to the login page",
  password: {
    link: "Change the password",
    title: "Change the password",
    lead: "You stay logged in here. Everywhere else you will be logged out.",
    submit: "Change the password",
    changed: "Password changed",
    changedLead: "From now on the new one counts. Everywhere else you have been logged out.",
  },
  forgot: {
    link: "I have forgotten my password",
    title: "Forgotten your password?",
    lead: "Tell us your name or your address, and we send you a mail with a link to a new password.",
    submit: "Send the mail",
    sent: "Look into your mail",
    sentLead:
      "If there is an account of that name or address, a mail is on its way to it. It may take a minute; look among the unwanted mail, too.",
  },
  reset: {
    title: "A new password",
    lead: (name) => `For the account ${name}. Wherever you are logged in, you will be logged out.`,
    submit: "Set the password",
    done: "The new password is set. Log in with it.",
    invalid: "This link is no longer good",
    again: "Ask for a new one",
  },
  verify: {
    title: "Confirm your address",
    question: (email, name) => `Does the address ${email} belong to your account ${name}?`,
    submit: "Yes, confirm it",
    verified: "Address confirmed",
    verifiedLead: "You can log in with it from now on, and set a new password if you forget yours.",
    unverified: (email) =>
      `The address ${email} is not confirmed yet. Follow the link in the mail that we have sent there, or have it sent once more.`,
    send: "Send the mail once more",
    sent: "Look into your mail",
    sentLead:
      "A mail with a link is on its way. It may take a minute; look among the unwanted mail, too.",
    invalid: "This link is no longer good",
  },
  email: {
    link: "Change the address",
    title: "Change the address",
    isVerified: (email) => `Your address is ${email}, and it is confirmed.`,
    isUnverified: (email) => `Your address is ${email}, and it is not confirmed yet.`,
    isNone: "You have given no address yet.",
    label: "New e-mail",
    hint: "It counts once you have confirmed it from there. Until then the old one stays.",
    submit: "Send a mail there",
    sent: "Look into your mail",
    sentLead:
      "A mail with a link is on its way to the new address. Follow it, and the address is changed.",
  },
  delete: {
    link: "Delete the account",
    title: "Delete the account",
    lead: (name) =>
      `The account ${name} will be deleted at once, with all that belongs to it here. This cannot be undone.`,
    submit: "Delete it for good",
    deleted: "The account is deleted",
    deletedLead: "You are logged out everywhere. Goodbye, and thank you for having been here.",
  },
};
